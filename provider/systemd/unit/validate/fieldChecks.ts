import { parseTimeSpan } from "../../timeSpan";
import { dependencyObjection, isTemplate } from "../../unitName";
import { accountObjection } from "../accountName";
import { characterObjection, lineObjection } from "../literalText";

/** Checks of single values: nothing, or why the value can't be. None of them repeats it. */

export function lineReason(value: string): string | undefined {
  return value === "" ? "is empty: leave it out" : lineObjection(value);
}

export function unitReason(value: string): string | undefined {
  const objection = characterObjection(value) === undefined ? dependencyObjection(value) : undefined;
  return objection ? `${objection.reason}: ${objection.remedy}` : characterObjection(value);
}

/** Unlike a link of [Install], which may be a template's. */
export function dependencyReason(value: string): string | undefined {
  if (!isTemplate(value)) return unitReason(value);
  return "names a template, which systemd would make an instance of, named after this service: name the instance";
}

export function accountReason(value: string): string | undefined {
  const objection = accountObjection(value);
  return objection && `${objection.reason}: ${objection.remedy}`;
}

export function timeSpanReason(value: string): string | undefined {
  if (parseTimeSpan(value) === undefined)
    return "is no time span: write it like `15s`, `1min 30s` or `infinity` (systemd.time(7))";
  // A line break is a blank to systemd's parser as well, but its line would end there.
  return characterObjection(value);
}

export function burstReason(value: number): string | undefined {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return undefined;
  return "is no count of starts: write a whole number, 0 for no limit";
}

export function environmentNameReason(name: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return "is no name of an environment variable, so systemd would ignore it: use letters, digits and `_`, the first no digit";
}

export function environmentFileReason(value: string): string | undefined {
  if (!/^-?\//.test(value)) {
    return "is not an absolute path, so systemd would ignore it: write one of the host, with a leading `-` if it may be missing";
  }
  return pathReason(value.replace(/^-/, ""));
}

export function stateDirectoryReason(value: string): string | undefined {
  if (/^private(?:\/|$)/.test(value))
    return "is where systemd keeps what belongs to dynamic users, so it would ignore it: choose another name";
  if (/^[A-Za-z0-9_@+-][A-Za-z0-9_.@+/-]*$/.test(value) && !value.split("/").includes(".."))
    return pathLengthReason(value);
  return "is no directory below /var/lib: write a relative path of letters, digits, `_`, `-`, `.`, without `..`";
}

export function workingDirectoryReason(value: string): string | undefined {
  if (value === "~") return undefined;
  if (!value.startsWith("/")) {
    return "is not an absolute path, and systemd refuses such a unit: write one, or leave it out for the release's own copy of `source`";
  }
  return pathReason(value);
}

function pathReason(value: string): string | undefined {
  const objection = lineReason(value);
  if (objection === undefined && value.split("/").includes(".."))
    return "has `..` in it, and systemd takes no such path: write the way without it";
  return objection ?? pathLengthReason(value);
}

/** PATH_MAX and NAME_MAX of Linux (path_resolution(7)), in bytes; the first counts a NUL at the end. */
const PATH_LIMIT = 4095;
const NAME_LIMIT = 255;

export function pathLengthReason(value: string): string | undefined {
  const tooLong =
    Buffer.byteLength(value) > PATH_LIMIT ||
    value.split("/").some((name) => Buffer.byteLength(name) > NAME_LIMIT);
  return tooLong
    ? `is longer than any path can be: ${NAME_LIMIT} bytes for each name, ${PATH_LIMIT} for all`
    : undefined;
}
