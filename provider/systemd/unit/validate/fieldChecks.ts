import { parseTimeSpan } from "../../timeSpan";
import { dependencyObjection } from "../../unitName";
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

export function accountReason(value: string): string | undefined {
  const objection = accountObjection(value);
  return objection && `${objection.reason}: ${objection.remedy}`;
}

export function timeSpanReason(value: string): string | undefined {
  if (parseTimeSpan(value) !== undefined) return undefined;
  return "is no time span: write it like `15s`, `1min 30s` or `infinity` (systemd.time(7))";
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
  return lineReason(value);
}

export function stateDirectoryReason(value: string): string | undefined {
  if (/^[A-Za-z0-9_@+-][A-Za-z0-9_.@+/-]*$/.test(value) && !value.split("/").includes("..")) return undefined;
  return "is no directory below /var/lib: write a relative path of letters, digits, `_`, `-`, `.`, without `..`";
}

export function workingDirectoryReason(value: string): string | undefined {
  if (value !== "~" && !value.startsWith("/")) {
    return "is not an absolute path, and systemd refuses such a unit: write one, or leave it out for the release's own copy of `source`";
  }
  return lineReason(value);
}
