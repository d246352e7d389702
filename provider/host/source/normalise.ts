import { posix } from "node:path";
import { refuseLeavingLinks } from "./entryPath";
import { type SourceEntry, SourceError, type SourceTree } from "./sourceTree";

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [] : [parent, ...parentsOf(parent)];
}

/**
 * Sorted, without directories that hold something (archives list them, directories of this machine don't), and free of
 * contradictions: one entry for a name, and nothing below a file or a link.
 */
export function normaliseTree(entries: readonly SourceEntry[]): SourceTree {
  const holders = new Set(entries.flatMap((entry) => parentsOf(entry.path)));
  const kept = entries.filter((entry) => !(entry.kind === "directory" && holders.has(entry.path)));
  const byPath = new Map<string, SourceEntry>();
  for (const entry of kept) {
    const shown = JSON.stringify(entry.path);
    if (entry.path === ".") throw new SourceError("a file of the source has no name: call it something");
    if (entry.kind !== "directory" && holders.has(entry.path)) {
      throw new SourceError(`${shown} is both a ${entry.kind} and a directory`);
    }
    if (byPath.has(entry.path) && entry.kind !== "directory")
      throw new SourceError(`${shown} appears twice in the source`);
    byPath.set(entry.path, entry);
  }
  const links = kept.flatMap((entry) => (entry.kind === "link" ? [[entry.path, entry.target] as const] : []));
  refuseLeavingLinks(new Map(links));
  if (byPath.size === 0) throw new SourceError("the source is empty: there is nothing to deploy");
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
