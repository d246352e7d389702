import type { Problem } from "../../systemd/problem";
import { Secret, Unknown, type Value } from "../value";

/** What is learnt on the way through the values of one resource. */
export interface Findings {
  readonly problems: Problem[];
  /** Paths whose value only the update will know. */
  readonly unknown: string[];
}

/**
 * Reads one value at a property path. Answers undefined for a value that is absent, unknown, or wrong; wrong ones are told
 * in `findings`, all of them, so that a user mends a program once.
 */
export type Decoder<T> = (value: Value | undefined, path: string, findings: Findings) => T | undefined;

/** The value without its wrapper; undefined where there is none, or not yet. */
export function known(value: Value | undefined, path: string, findings: Findings): Value | undefined {
  if (value instanceof Secret) return known(value.content, path, findings);
  if (value instanceof Unknown) findings.unknown.push(path);
  return value === null || value instanceof Unknown ? undefined : value;
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A problem that names what was wanted and what kind of thing came, never the thing: it may be secret. */
export function mismatch(findings: Findings, path: string, wanted: string, value: Value): undefined {
  findings.problems.push({ path, reason: `must be ${wanted}, not ${kindOf(value)}` });
  return undefined;
}
