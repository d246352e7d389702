import type { Problem } from "../../problem";

/** What a unit is checked against beside itself. */
export interface UnitContext {
  /** The property path of the unit, which begins every problem's path. @default "unit" */
  readonly prefix?: string;
  /** Property paths whose value is not known yet (preview): what they belong to is not checked. */
  readonly unknown?: readonly string[];
  /** The files of `source`; absent while they aren't known. */
  readonly files?: ReadonlySet<string>;
  readonly readiness?: { readonly timeout?: string; readonly watchdogPing?: boolean };
}

/** A check of one field's value: nothing, or the reason why it can't be. */
export type Check<T> = (value: T) => string | undefined;

/** The problem of a value at a path, if the check has one. */
export function problemOf(path: string, reason: string | undefined): Problem[] {
  return reason === undefined ? [] : [{ path, reason }];
}
