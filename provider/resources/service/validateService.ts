import { posix } from "node:path";
import type { Problem } from "../../systemd/problem";
import { isWithin } from "../../systemd/propertyPath";
import { formatTimeSpan, parseTimeSpan } from "../../systemd/timeSpan";
import { unitFactsOf } from "../../systemd/unit/unitFacts";
import { credentialProblems } from "../../systemd/unit/validate/credentialProblems";
import type { ServiceDraft } from "./decodeService";

const CONTROL_CHARACTER = /\p{Cc}/u;

/** What the agent's names for the link to come, and for what was there before, leave of Linux's 255. */
const DIRECTORY_NAME_LIMIT_BYTES = 200;

function* directoryProblems(directory: string): Generator<Problem> {
  const path = "directory";
  if (!directory.startsWith("/"))
    yield { path, reason: `must be an absolute path of the host, like "/usr/local/bin/myapp"` };
  else if (posix.normalize(directory) !== directory || directory.endsWith("/")) {
    yield {
      path,
      reason: "must be written in its shortest form, without `//`, `.`, `..` or a slash at its end",
    };
  }
  if (CONTROL_CHARACTER.test(directory)) yield { path, reason: "must not contain control characters" };
  if (Buffer.byteLength(posix.basename(directory)) > DIRECTORY_NAME_LIMIT_BYTES)
    yield { path, reason: `must have a last part of ${DIRECTORY_NAME_LIMIT_BYTES} bytes at most` };
}

function* spanProblems(path: string, span: string, least: number): Generator<Problem> {
  const length = parseTimeSpan(span);
  if (length === undefined)
    yield { path, reason: `is no systemd time span; write it like "15s" or "1min 30s" (systemd.time(7))` };
  else if (length === Number.POSITIVE_INFINITY)
    yield { path, reason: "must end some time: a deployment can't wait for ever" };
  else if (length < least) yield { path, reason: `must be ${formatTimeSpan(least)} or more` };
}

const SHORTEST_TIMEOUT_US = 1_000_000;

function* readinessProblems(
  readiness: NonNullable<ServiceDraft["readiness"]>,
  unknown: readonly string[],
): Generator<Problem> {
  const { timeout, minHealthyTime, probe } = readiness;
  if (timeout !== undefined) yield* spanProblems("readiness.timeout", timeout, SHORTEST_TIMEOUT_US);
  if (minHealthyTime !== undefined) yield* spanProblems("readiness.minHealthyTime", minHealthyTime, 0);
  // Of a list, what isn't known yet is left out.
  if (probe?.length === 0 && !unknown.some((path) => isWithin(path, "readiness.probe")))
    yield { path: "readiness.probe", reason: "is an empty command; leave it out if there is none" };
  for (const [index, word] of (probe ?? []).entries()) {
    if (word.includes("\0"))
      yield {
        path: `readiness.probe[${index}]`,
        reason: "contains a NUL character, which no argument can carry",
      };
  }
}

/**
 * Names as the package managers take them; anything else could be read as an option, a second argument, or, with `-` at
 * its end, as the wish to have the package removed (apt-get(8)).
 */
const PACKAGE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9+._:~=-]*[A-Za-z0-9+.~])?$/;
/** One version, or one place (PEP 440, PEP 508): `==1.2.*` is none, and neither is what stands in a marker after `;`. */
const PINNED = /^[^;#]*(={2,3}\s*[^\s*;,#]+(?=[\s;,#]|$)|\s@\s)/;

function* runtimeProblems(runtime: NonNullable<ServiceDraft["runtime"]>): Generator<Problem> {
  for (const [index, name] of (runtime.packages ?? []).entries()) {
    if (!PACKAGE_NAME.test(name))
      yield { path: `runtime.packages[${index}]`, reason: "is no name of a package" };
  }
  for (const [index, line] of (runtime.python?.requirements ?? []).entries()) {
    const path = `runtime.python.requirements[${index}]`;
    if (CONTROL_CHARACTER.test(line)) yield { path, reason: "must be one line without control characters" };
    else if (line.trim() === "") yield { path, reason: "is empty" };
    else if (!line.startsWith("-") && !PINNED.test(line)) {
      yield {
        path,
        reason: `is not pinned: write it like "name==1.2.3", so that the same release is the same everywhere`,
      };
    }
  }
}

function* connectionProblems(connection: NonNullable<ServiceDraft["connection"]>): Generator<Problem> {
  if (connection.host?.trim() === "") yield { path: "connection.host", reason: "is empty" };
  if (connection.proxy?.host?.trim() === "") yield { path: "connection.proxy.host", reason: "is empty" };
}

function* userProblems({ createUser, unit }: ServiceDraft, unknown: readonly string[]): Generator<Problem> {
  if (!createUser || !unit || unknown.includes("unit.user") || unknown.includes("unit.text")) return;
  const path = "createUser";
  if (unit.dynamicUser) {
    yield {
      path,
      reason: "conflicts with unit.dynamicUser: systemd makes that user itself; leave one of them out",
    };
  } else if (unit.text !== undefined) {
    const { user, group } = unitFactsOf(unit.text);
    if (user === "")
      yield { path, reason: "needs to know whom: there is no User= in unit.text that could be made" };
    yield* accountProblems({ user, group }, (field) => `the ${field} in unit.text`);
  } else if (unit.user === undefined) {
    yield { path, reason: "needs to know whom: set unit.user" };
  } else {
    yield* accountProblems(unit, (field) => `unit.${field}`);
  }
}

/** Beyond this useradd gives up. */
const ACCOUNT_NAME_LIMIT = 31;

function* accountProblems(
  { user = "", group = "" }: { user?: string; group?: string },
  called: (field: string) => string,
): Generator<Problem> {
  for (const [field, name] of Object.entries({ user, group })) {
    const path = "createUser";
    if (/^[0-9]+$/.test(name))
      yield {
        path,
        reason: `conflicts with ${called(field)}, a number: an id needs no account; name it or leave one of them out`,
      };
    else if (name.length > ACCOUNT_NAME_LIMIT)
      yield {
        path,
        reason: `conflicts with ${called(field)}: useradd makes no name of more than ${ACCOUNT_NAME_LIMIT} characters`,
      };
  }
}

/**
 * All that is wrong with a service apart from its unit, and can be known without a host. `unknown` are the paths whose
 * values only the update will know: their absence proves nothing.
 */
export function serviceProblems(draft: ServiceDraft, unknown: readonly string[]): Problem[] {
  return [
    ...(draft.connection ? connectionProblems(draft.connection) : []),
    ...(draft.directory === undefined ? [] : directoryProblems(draft.directory)),
    ...(draft.runtime ? runtimeProblems(draft.runtime) : []),
    ...(draft.readiness ? readinessProblems(draft.readiness, unknown) : []),
    ...userProblems(draft, unknown),
    ...credentialProblems(draft.secrets ?? {}, draft.unit, "secrets"),
  ];
}
