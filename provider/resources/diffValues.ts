import { elementPath } from "../systemd/propertyPath";
import type { PropertyDiff } from "./resource";
import { Archive, Asset, Secret, Unknown, type Value } from "./value";

type Kind = "add" | "delete" | "update";

/** Secrecy is no difference: a value that became secret has not changed. */
function bare(value: Value | undefined): Value | undefined {
  return value instanceof Secret ? bare(value.content) : value;
}

function isPlainMap(value: Value | undefined): value is Record<string, Value> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown || value instanceof Asset || value instanceof Archive)
  );
}

function leafEquals(a: Value | undefined, b: Value | undefined): boolean {
  if (a instanceof Asset || a instanceof Archive) {
    return (b instanceof Asset || b instanceof Archive) && a.hash !== undefined && a.hash === b.hash;
  }
  return a === b && !(a instanceof Unknown);
}

function differences(old: Value | undefined, now: Value | undefined, path: string): [string, Kind][] {
  const [a, b] = [bare(old), bare(now)];
  if (Array.isArray(a) && Array.isArray(b)) {
    const length = Math.max(a.length, b.length);
    return Array.from({ length }).flatMap((_, index) =>
      differences(a[index], b[index], elementPath(path, index)),
    );
  }
  if (isPlainMap(a) && isPlainMap(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return keys.flatMap((key) => differences(a[key], b[key], elementPath(path, key)));
  }
  if (leafEquals(a, b)) return [];
  if (a === undefined) return [[path, "add"]];
  return [[path, b === undefined ? "delete" : "update"]];
}

/** Where two values differ, as deep as they can be compared. What isn't known yet differs from everything. */
export function diffValues(old: Value | undefined, now: Value | undefined, path: string): PropertyDiff[] {
  return differences(old, now, path).map(([at, kind]) => ({ path: at, kind, inInputs: true }));
}
