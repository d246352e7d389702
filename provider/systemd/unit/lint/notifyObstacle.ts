import { splitWords } from "../words";
import type { Objection } from "./objection";

/** Every value that a unit gives a directive of [Service], in order; an empty one resets. */
export type Values = readonly string[];

/** Directives that can keep READY=1 from systemd, each with the judge of its values. */
const OBSTACLES: Readonly<Record<string, (values: Values) => Objection | undefined>> = {
  InaccessiblePaths: hiddenSocket("InaccessiblePaths"),
  InaccessibleDirectories: hiddenSocket("InaccessibleDirectories"),
  TemporaryFileSystem: hiddenSocket("TemporaryFileSystem"),
  RestrictAddressFamilies: familyObjection,
  SystemCallFilter: callObjection,
  Environment: lostAddress("Environment", /^NOTIFY_SOCKET=/),
  UnsetEnvironment: lostAddress("UnsetEnvironment", /^NOTIFY_SOCKET$/),
};

export const OBSTACLE_NAMES = Object.keys(OBSTACLES);

/** Why a service of `Type=notify` could never become ready, or keep its watchdog content, with these values. */
export function notifyObstacle(name: string, values: Values): Objection | undefined {
  return OBSTACLES[name]?.(values.slice(values.lastIndexOf("") + 1));
}

/** The service learns from this variable where READY=1 goes; both directives have the last word over it. */
function lostAddress(name: string, isIt: RegExp): (values: Values) => Objection | undefined {
  return (values) => {
    if (!values.some((value) => splitWords(value)?.some(({ text }) => isIt.test(text)))) return undefined;
    return {
      consequence: `\`${name}=\` takes NOTIFY_SOCKET from the service, by which it knows where READY=1 and WATCHDOG=1 go`,
      remedy: "leave that variable out",
    };
  };
}

/** What a list allows: its first value says whether it names what is allowed or, after `~`, what is not. */
function allows(values: Values, isMeant: (word: string) => boolean): boolean {
  const [first] = values;
  if (first === undefined) return true;
  let allowed = first.startsWith("~");
  for (const value of values) {
    const named = value
      .replace(/^~/, "")
      .split(/[ \t]+/)
      .some(isMeant);
    if (named) allowed = !value.startsWith("~");
  }
  return allowed;
}

function familyObjection(values: Values): Objection | undefined {
  if (allows(values, (word) => /^AF_(?:UNIX|LOCAL|FILE)$/.test(word))) return undefined;
  return {
    consequence: "`RestrictAddressFamilies=` forbids AF_UNIX, by which READY=1 and WATCHDOG=1 are sent",
    remedy: "allow AF_UNIX as well",
  };
}

/** Groups that hold the calls of a datagram socket. */
const WITH_SOCKETS = /^@(?:system-service|network-io|known)$/;

function callObjection(values: Values): Objection | undefined {
  const isAllowed = (call: RegExp) =>
    allows(values, (word) => WITH_SOCKETS.test(word) || call.test(word.replace(/:.*$/, "")));
  if (isAllowed(/^socket$/) && isAllowed(/^(?:sendto|sendmsg)$/)) return undefined;
  return {
    consequence:
      "`SystemCallFilter=` forbids socket(2) or sendto(2), without which READY=1 and WATCHDOG=1 can't be sent",
    remedy: "allow `@system-service`, or at least `@network-io`",
  };
}

/** /run/systemd/notify is where systemd listens. */
const SOCKET_PARENTS = /^[-+]*(?:\/|\/run|\/run\/systemd|\/run\/systemd\/notify)\/?(?::.*)?$/;

function hiddenSocket(name: string): (values: Values) => Objection | undefined {
  return (values) => {
    if (!values.some((value) => value.split(/[ \t]+/).some((path) => SOCKET_PARENTS.test(path))))
      return undefined;
    return {
      consequence: `\`${name}=\` hides /run/systemd/notify, where READY=1 and WATCHDOG=1 are sent to`,
      remedy: "name the directories below /run that are meant",
    };
  };
}
