import { elementPath } from "../../systemd/propertyPath";
import { Archive, Asset, type Value, type ValueMap } from "../value";
import { type Decoder, type Findings, known, mismatch } from "./decoder";

function isMap(value: Value): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Asset) &&
    !(value instanceof Archive)
  );
}

function mapAt(value: Value | undefined, path: string, findings: Findings): ValueMap | undefined {
  const found = known(value, path, findings);
  if (found === undefined) return undefined;
  return isMap(found) ? found : mismatch(findings, path, "an object", found);
}

/** A list; elements that are unknown or wrong are left out, and told. */
export function list<T>(element: Decoder<T>): Decoder<T[]> {
  return (value, path, findings) => {
    const found = known(value, path, findings);
    if (found === undefined) return undefined;
    if (!Array.isArray(found)) return mismatch(findings, path, "a list", found);
    return found.flatMap((item, index) => {
      const decoded = element(item, elementPath(path, index), findings);
      // Wrapped, for an element may be a list itself.
      return decoded === undefined ? [] : [decoded];
    });
  };
}

/** An object with names of the user's choosing. */
export function record<T>(element: Decoder<T>): Decoder<Record<string, T>> {
  return (value, path, findings) => {
    const found = mapAt(value, path, findings);
    if (found === undefined) return undefined;
    const entries = Object.entries(found).flatMap(([key, item]) => {
      const decoded = element(item, elementPath(path, key), findings);
      return decoded === undefined ? [] : [[key, decoded] as const];
    });
    return Object.fromEntries(entries);
  };
}

/** Either of two shapes, told apart by whether the value is a list. */
export function oneOrMany<T>(element: Decoder<T>): Decoder<T | T[]> {
  const many = list(element);
  return (value, path, findings) =>
    Array.isArray(known(value, path, { problems: [], unknown: [] }))
      ? many(value, path, findings)
      : element(value, path, findings);
}

export type Fields<T> = { readonly [Field in keyof T]-?: Decoder<NonNullable<T[Field]>> };

/** An object with the given fields and no others; those of `required` must be there. */
export function object<T extends object>(
  fields: Fields<T>,
  required: readonly (keyof T & string)[],
): Decoder<Partial<T>> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, path, findings) => {
    const found = mapAt(value, path, findings);
    if (found === undefined) return undefined;
    for (const key of Object.keys(found)) {
      if (!names.some((name) => name === key) && !key.startsWith("__")) {
        findings.problems.push({
          path: elementPath(path, key),
          reason: `is no property here; there are ${names.join(", ")}`,
        });
      }
    }
    for (const name of required) {
      if (found[name] === undefined || found[name] === null) {
        findings.problems.push({ path: elementPath(path, name), reason: "is required" });
      }
    }
    const decoded: Partial<T> = {};
    for (const name of names) {
      const content = fields[name](found[name], elementPath(path, name), findings);
      if (content !== undefined) decoded[name] = content;
    }
    return decoded;
  };
}
