import { stat } from "node:fs/promises";
import { posix } from "node:path";
import { directoryEntries, fileEntry, fileNameOf } from "./directory";
import type { Downloads } from "./downloads";
import { entryPath } from "./entryPath";
import { normaliseTree } from "./normalise";
import { type SourceEntry, SourceError, type SourceTree } from "./sourceTree";
import { textEntry } from "./text";

/** A file, by exactly one of: a path of this machine, a text, an address. What a Pulumi asset is. */
export interface FileSource {
  readonly kind: "file";
  readonly path?: string;
  readonly text?: string;
  readonly uri?: string;
}

/** Many files: a directory or archive file of this machine, the address of an archive file, or sources by name. */
export interface TreeSource {
  readonly kind: "tree";
  readonly path?: string;
  readonly uri?: string;
  readonly members?: Readonly<Record<string, Source>>;
}

export type Source = FileSource | TreeSource;

/** The name that a text gets when it is the whole source, and so has none. */
export const NAMELESS_TEXT = "app";

function at(prefix: string, entries: readonly SourceEntry[]): SourceEntry[] {
  return entries.map((entry) => ({ ...entry, path: posix.join(prefix, entry.path) }));
}

async function fileAs(
  source: FileSource,
  name: string | undefined,
  downloads: Downloads,
): Promise<SourceEntry> {
  if (source.path !== undefined) return await fileEntry(source.path, name ?? fileNameOf(source.path));
  if (source.text !== undefined) return textEntry(name ?? NAMELESS_TEXT, source.text);
  if (source.uri !== undefined) {
    const uriName = posix.basename(new URL(source.uri).pathname);
    return await fileEntry(await downloads.fetch(source.uri), name ?? entryPath(uriName));
  }
  throw new SourceError("the asset has neither a path, a text nor an address");
}

/** What unpacks archives is loaded by the first of them: most sources are directories and files. */
async function archiveEntries(onDisk: string): Promise<readonly SourceEntry[]> {
  return await (await import("./archive.js")).archiveEntries(onDisk);
}

async function treeEntries(source: TreeSource, downloads: Downloads): Promise<readonly SourceEntry[]> {
  if (source.uri !== undefined) return await archiveEntries(await downloads.fetch(source.uri));
  if (source.path !== undefined) {
    const isDirectory = (await stat(source.path)).isDirectory();
    return isDirectory ? await directoryEntries(source.path) : await archiveEntries(source.path);
  }
  const members = Object.entries(source.members ?? {});
  const entries = await Promise.all(
    members.map(async ([name, member]) => {
      const path = entryPath(name);
      return member.kind === "file"
        ? [await fileAs(member, path, downloads)]
        : at(path, await treeEntries(member, downloads));
    }),
  );
  return entries.flat();
}

/**
 * Everything that a source stands for, hashed. Content stays where it is (files and archives of this machine, downloads) or in
 * memory (texts) until it is sent.
 *
 * @param downloads takes what is remote; the contents can be read until it is disposed of
 * @throws {SourceError} it can't be read, or not be deployed
 */
export async function readSource(source: Source, downloads: Downloads): Promise<SourceTree> {
  try {
    return normaliseTree(
      source.kind === "file"
        ? [await fileAs(source, undefined, downloads)]
        : await treeEntries(source, downloads),
    );
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(error instanceof Error ? error.message : String(error));
  }
}
