import { createReadStream, type Dirent } from "node:fs";
import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { contentHash, SMALL_FILE_BYTES } from "./contentHash";
import { entryPath, linkTarget } from "./entryPath";
import { type SourceEntry, SourceError, type SourceFile } from "./sourceTree";

const OWNER_EXECUTE = 0o100n;

/** Enough to keep the file system busy, and far from any limit of open files. */
const FILES_AT_ONCE = 32;

/** One file of this machine; of a link, what it leads to. */
export async function fileEntry(onDisk: string, path: string): Promise<SourceFile> {
  const absolute = resolve(onDisk);
  const stats = await stat(absolute, { bigint: true });
  return {
    kind: "file",
    path,
    executable: (stats.mode & OWNER_EXECUTE) !== 0n,
    sizeBytes: Number(stats.size),
    sha256: await contentHash(absolute, stats),
    content: {
      open: () =>
        stats.size <= SMALL_FILE_BYTES ? Readable.from(inOneGo(absolute)) : createReadStream(absolute),
    },
  };
}

async function* inOneGo(onDisk: string): AsyncGenerator<Buffer> {
  yield await readFile(onDisk);
}

/**
 * Everything below a directory of this machine. Links inside the tree stay links; sockets, devices and pipes are refused.
 */
export async function directoryEntries(root: string): Promise<SourceEntry[]> {
  const members = await membersBelow(root, "");
  const entries: SourceEntry[] = [];
  for (let at = 0; at < members.length; at += FILES_AT_ONCE) {
    const some = members.slice(at, at + FILES_AT_ONCE);
    entries.push(...(await Promise.all(some.map((member) => memberEntry(root, member)))));
  }
  return entries;
}

/** Something below a directory, by its name from there; `child` is missing for a directory with nothing in it. */
interface Member {
  readonly name: string;
  readonly child?: Dirent;
}

async function membersBelow(root: string, below: string): Promise<Member[]> {
  const children = await readdir(join(root, below), { withFileTypes: true });
  if (children.length === 0 && below !== "") return [{ name: below }];
  const nested: Member[][] = [];
  for (const child of children) {
    const name = below === "" ? child.name : `${below}/${child.name}`;
    nested.push(child.isDirectory() ? await membersBelow(root, name) : [{ name, child }]);
  }
  return nested.flat();
}

async function memberEntry(root: string, { name, child }: Member): Promise<SourceEntry> {
  const onDisk = join(root, name);
  const path = entryPath(name);
  if (child === undefined) return { kind: "directory", path };
  if (child.isFile()) return await fileEntry(onDisk, path);
  if (child.isSymbolicLink()) return { kind: "link", path, target: linkTarget(path, await readlink(onDisk)) };
  throw new SourceError(`${JSON.stringify(path)} is neither a file, a directory nor a link`);
}

/** What a path of this machine stands for when it is deployed as a single file. */
export function fileNameOf(onDisk: string): string {
  return entryPath(basename(onDisk));
}
