import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { FileMemory } from "./fileMemory";
import type { Archive, ArchiveMember, SourceEntry } from "./sourceTree";
import { tarMembers } from "./tar";
import { zipMembers } from "./zip";

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZIP_MAGIC = Buffer.from("PK");

/** A stack's hosts mostly get the same one; of each, the names and hashes of its members are kept. */
const remembered = new FileMemory<readonly SourceEntry[]>(16);

/** The members of a tar, a gzipped tar or a zip of this machine, hashed; none of them is ever wholly in memory. */
export async function archiveEntries(path: string): Promise<readonly SourceEntry[]> {
  const onDisk = resolve(path);
  const stats = await stat(onDisk, { bigint: true });
  return await remembered.recall(onDisk, stats, () => hashedMembers(archiveAt(onDisk)));
}

async function hashedMembers(archive: Archive): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = [];
  for await (const member of archive.members()) {
    if (member.kind !== "file") {
      entries.push(member);
      continue;
    }
    const { kind, path, executable } = member;
    const hashed = await hashOf(await member.open());
    entries.push({ kind, path, executable, ...hashed, content: { archive, member: path } });
  }
  return entries;
}

/** Read anew by each pass over it. Told apart by its first bytes, never by its name. */
function archiveAt(onDisk: string): Archive {
  return {
    async *members(): AsyncGenerator<ArchiveMember> {
      const magic = await firstBytes(onDisk, 2);
      if (magic.equals(ZIP_MAGIC)) yield* zipMembers(onDisk);
      else yield* tarMembers(createReadStream(onDisk), magic.equals(GZIP_MAGIC));
    },
  };
}

async function firstBytes(onDisk: string, count: number): Promise<Buffer> {
  const file = await open(onDisk);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function hashOf(content: Readable): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}
