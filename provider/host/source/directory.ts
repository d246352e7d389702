import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { entryPath, linkTarget } from "./entryPath";
import { type SourceEntry, SourceError, type SourceFile } from "./sourceTree";

const OWNER_EXECUTE = 0o100;

/** One file of this machine, hashed as a stream: a large one is never wholly in memory. */
export async function fileEntry(onDisk: string, path: string): Promise<SourceFile> {
  const { mode, size } = await lstat(onDisk);
  const hash = createHash("sha256");
  await pipeline(createReadStream(onDisk), hash);
  return {
    kind: "file",
    path,
    executable: (mode & OWNER_EXECUTE) !== 0,
    sizeBytes: size,
    sha256: hash.digest("hex"),
    open: () => createReadStream(onDisk),
  };
}

/**
 * Everything below a directory of this machine. Links inside the tree stay links; sockets, devices and pipes are refused.
 */
export async function directoryEntries(root: string, below = ""): Promise<SourceEntry[]> {
  const children = await readdir(join(root, below), { withFileTypes: true });
  if (children.length === 0 && below !== "") return [{ kind: "directory", path: entryPath(below) }];
  const entries: SourceEntry[] = [];
  for (const child of children) {
    const name = below === "" ? child.name : `${below}/${child.name}`;
    const onDisk = join(root, name);
    const path = entryPath(name);
    if (child.isDirectory()) entries.push(...(await directoryEntries(root, name)));
    else if (child.isSymbolicLink())
      entries.push({ kind: "link", path, target: linkTarget(path, await readlink(onDisk)) });
    else if (child.isFile()) entries.push(await fileEntry(onDisk, path));
    else throw new SourceError(`${JSON.stringify(path)} is neither a file, a directory nor a link`);
  }
  return entries;
}

/** What a path of this machine stands for when it is deployed as a single file. */
export function fileNameOf(onDisk: string): string {
  return entryPath(basename(onDisk));
}
