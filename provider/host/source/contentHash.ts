import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { FileMemory } from "./fileMemory";

/** Up to here a file is read at once, which takes a fraction of what a stream does; larger ones are never wholly in memory. */
export const SMALL_FILE_BYTES = 64 * 1024;

const remembered = new FileMemory<string>(100_000);

/** The sha256 of a file's content. `stats` were taken just now. */
export function contentHash(onDisk: string, stats: BigIntStats): Promise<string> {
  return remembered.recall(onDisk, stats, () => hashOf(onDisk, stats.size));
}

async function hashOf(onDisk: string, sizeBytes: bigint): Promise<string> {
  const hash = createHash("sha256");
  if (sizeBytes <= SMALL_FILE_BYTES) hash.update(await readFile(onDisk));
  else await pipeline(createReadStream(onDisk), hash);
  return hash.digest("hex");
}
