import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Up to here a file is read at once, which takes a fraction of what a stream does; larger ones are never wholly in memory. */
export const SMALL_FILE_BYTES = 64 * 1024;

/**
 * A file that was changed so shortly ago may be changed once more without its times telling: they are as coarse as its
 * file system, two seconds at worst.
 */
const SETTLED_AFTER_MS = 2_000;

/** Some 20 MB. */
const MOST_REMEMBERED = 100_000;

interface Remembered {
  readonly stamp: string;
  readonly sha256: string;
}

/**
 * What was hashed in this process, by path: the check and the deployment of a resource read the same source, and so do
 * all hosts that get it.
 */
const remembered = new Map<string, Remembered>();

/** By what git's index tells a file that was changed, too. No way of writing leaves the change time as it was. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** The sha256 of a file's content. `stats` were taken just now. */
export async function contentHash(onDisk: string, stats: BigIntStats): Promise<string> {
  const stamp = stampOf(stats);
  const known = remembered.get(onDisk);
  if (known?.stamp === stamp) return known.sha256;
  const isSettled = Date.now() - Number(stats.ctimeMs) > SETTLED_AFTER_MS;
  const sha256 = await hashOf(onDisk, stats.size);
  if (isSettled) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(onDisk, { stamp, sha256 });
  }
  return sha256;
}

async function hashOf(onDisk: string, sizeBytes: bigint): Promise<string> {
  const hash = createHash("sha256");
  if (sizeBytes <= SMALL_FILE_BYTES) hash.update(await readFile(onDisk));
  else await pipeline(createReadStream(onDisk), hash);
  return hash.digest("hex");
}
