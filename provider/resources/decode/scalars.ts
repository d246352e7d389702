import type { Value } from "../value";
import { type Decoder, type Findings, known, mismatch } from "./decoder";

export const text: Decoder<string> = (value, path, findings) => {
  const found = known(value, path, findings);
  if (found === undefined || typeof found === "string") return found;
  return mismatch(findings, path, "a string", found);
};

export const flag: Decoder<boolean> = (value, path, findings) => {
  const found = known(value, path, findings);
  if (found === undefined || typeof found === "boolean") return found;
  return mismatch(findings, path, "true or false", found);
};

/** `true`, `false`, or something more particular. */
export const flagOrText: Decoder<boolean | string> = (value, path, findings) => {
  const found = known(value, path, findings);
  if (found === undefined || typeof found === "boolean" || typeof found === "string") return found;
  return mismatch(findings, path, "true, false or a string", found);
};

/** A count, or words for one. */
export const numberOrText: Decoder<number | string> = (value, path, findings) => {
  const found = known(value, path, findings);
  if (found === undefined || typeof found === "number" || typeof found === "string") return found;
  return mismatch(findings, path, "a number or a string", found);
};

function number(wanted: string, accepts: (found: number) => boolean): Decoder<number> {
  return (value: Value | undefined, path: string, findings: Findings) => {
    const found = known(value, path, findings);
    if (found === undefined) return undefined;
    if (typeof found !== "number") return mismatch(findings, path, wanted, found);
    if (accepts(found)) return found;
    findings.problems.push({ path, reason: `must be ${wanted}` });
    return undefined;
  };
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): Decoder<number> {
  const wanted =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number, ${least} or more`
      : `a whole number from ${least} to ${most}`;
  return number(wanted, (found) => Number.isInteger(found) && found >= least && found <= most);
}

/** One of a few words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Decoder<Word> {
  const wanted = words.map((word) => `"${word}"`).join(", ");
  return (value, path, findings) => {
    const found = text(value, path, findings);
    if (found === undefined) return undefined;
    const word = words.find((candidate) => candidate === found);
    if (word === undefined) findings.problems.push({ path, reason: `must be one of ${wanted}` });
    return word;
  };
}
