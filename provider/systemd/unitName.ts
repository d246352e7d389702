import type { Problem } from "./problem";

/** systemd.unit(5): "Valid unit names consist of a "name prefix", a dot and a suffix", 255 characters at most. */
const SYSTEMD_LIMIT = 255;

/** The transaction on the host runs as a unit named after ours: its name is the lock (docs/agent-protocol.md §2). */
const LOCK_PREFIX = "pulumi-systemd-";

/** As which the next text of the unit lies beside it for a moment (UNIT_NEW of the agent); file names end at 255, too. */
const longestName = (unitName: string) => `.${unitName}.pulumi-systemd`;

/** What is left for the name of a unit, its ending included. */
export const UNIT_NAME_LIMIT = SYSTEMD_LIMIT - longestName("").length;

const OTHER_TYPES = "socket device mount automount swap target path timer slice scope".split(" ");
/** Units of these types stand for something of the system, one for each, so they have no instances. */
const WITHOUT_INSTANCES = "device mount automount swap slice scope".split(" ");

/** `myapp` → `myapp.service`; a name that has a unit type already is left as it is. */
export function normalizeUnitName(name: string): string {
  return name === "" || unitType(name) !== undefined ? name : `${name}.service`;
}

/** `myapp.service` → `myapp`, `app@blue.service` → `app@blue`: the directory below /opt. */
export function directoryName(unitName: string): string {
  return unitName.replace(/\.service$/, "");
}

/** The part after `@` and before `.service`, unescaped by nobody; `undefined` for a unit that is no instance. */
export function instanceOf(unitName: string): string | undefined {
  return /@(.*)\.service$/.exec(unitName)?.[1];
}

/** What speaks against running a service under this name (already normalized). */
export function unitNameProblems(unitName: string, path: string): Problem[] {
  const reason = objection(unitName);
  return reason === undefined ? [] : [{ path, reason }];
}

function objection(unitName: string): string | undefined {
  const type = unitType(unitName);
  if (unitName === "" || unitName === ".service") return "is empty: give the service a name, like `myapp`";
  if (type !== "service") {
    return `names a ${type} unit, but this resource manages a service: end the name in \`.service\` or leave the ending out`;
  }
  const stranger = /[^A-Za-z0-9_.@-]/u.exec(unitName)?.[0];
  if (stranger !== undefined) return strangerReason(stranger);
  if (unitName.startsWith(LOCK_PREFIX)) {
    return `starts with \`${LOCK_PREFIX}\`, by which deployments themselves are called on the host: choose another name`;
  }
  if (/^[.-]/.test(unitName)) {
    return "starts with `.` or `-`, which tools take for a hidden file or an option: start with a letter or digit";
  }
  if ((unitName.match(/@/g) ?? []).length > 1 || unitName.startsWith("@")) {
    return "is no unit name: one `@` may stand between the name of the template and the instance, as in `app@blue`";
  }
  if (instanceOf(unitName) === "") {
    return "names a template, which cannot be started: name an instance, as in `app@blue`";
  }
  if (unitName.length > UNIT_NAME_LIMIT) {
    return `has ${unitName.length} characters with its ending; ${UNIT_NAME_LIMIT} fit (${SYSTEMD_LIMIT} are allowed, and the next version lies beside it as \`${longestName("…")}\`)`;
  }
  return undefined;
}

function strangerReason(character: string): string {
  if (character === ":" || character === "\\") {
    return `contains \`${character}\`, which systemd would allow; but the name is also a directory in paths that \`${character}\` would split: use letters, digits, \`_\`, \`-\`, \`.\``;
  }
  const shown = /^[\p{Cc}\p{Zs}]$/u.test(character) ? "a blank or control character" : `\`${character}\``;
  return `contains ${shown}, which systemd does not allow in unit names: use letters, digits, \`_\`, \`-\`, \`.\`, and one \`@\` before an instance`;
}

function unitType(name: string): string | undefined {
  const suffix = name.slice(name.lastIndexOf(".") + 1);
  return name.includes(".") && (suffix === "service" || OTHER_TYPES.includes(suffix)) ? suffix : undefined;
}

/** A unit named in `After=` and the like: systemd ignores what is none ("Failed to add dependency"). */
export function dependencyObjection(unitName: string): { reason: string; remedy: string } | undefined {
  if (/^[A-Za-z0-9:_.\\@-]+$/.test(unitName) && unitType(unitName) === undefined) {
    return {
      reason: "has no unit type at its end, so systemd would ignore it",
      remedy: `write \`${unitName}.service\`, or the type that is meant`,
    };
  }
  if (
    !/^[A-Za-z0-9:_.\\-]+(@[A-Za-z0-9:_.\\@-]*)?\.[a-z]+$/.test(unitName) ||
    unitName.length > SYSTEMD_LIMIT
  ) {
    return {
      reason: "is not the name of a unit, so systemd would ignore it",
      remedy: "write one like `network-online.target`",
    };
  }
  const type = unitType(unitName) ?? "";
  if (unitName.includes("@") && WITHOUT_INSTANCES.includes(type)) {
    return {
      reason: `has an \`@\`, and there are no instances of a ${type} unit, so systemd would ignore it`,
      remedy: "write the name as `systemctl list-units` shows it",
    };
  }
  return undefined;
}

/** `app@.service` in `After=` and the like: systemd puts the name or instance of the unit that has the line after the `@`. */
export function isTemplate(unitName: string): boolean {
  return /@\.[a-z]+$/.test(unitName);
}
