import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import type { Archive, ArchiveMember, SourceEntry } from "./sourceTree";
import { tarMembers } from "./tar";
import { zipMembers } from "./zip";

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZIP_MAGIC = Buffer.from("PK");

/** A file of this machine, which is read anew by each pass over it, or what was downloaded. */
export type ArchivePlace = { readonly path: string } | { readonly bytes: Buffer };

/** The members of a tar, a gzipped tar or a zip, hashed; none of them is ever wholly in memory. */
export async function archiveEntries(place: ArchivePlace): Promise<SourceEntry[]> {
  const archive = archiveAt("path" in place ? { path: resolve(place.path) } : place);
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

/** Told apart by their first bytes, never by their name. */
function archiveAt(place: ArchivePlace): Archive {
  return {
    async *members(): AsyncGenerator<ArchiveMember> {
      const magic = await firstBytes(place, 2);
      if (magic.equals(ZIP_MAGIC)) yield* zipMembers("path" in place ? place.path : place.bytes);
      else yield* tarMembers(bytesOf(place), magic.equals(GZIP_MAGIC));
    },
  };
}

async function firstBytes(place: ArchivePlace, count: number): Promise<Buffer> {
  if ("bytes" in place) return place.bytes.subarray(0, count);
  const file = await open(place.path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function bytesOf(place: ArchivePlace): Readable {
  return "path" in place ? createReadStream(place.path) : Readable.from([place.bytes]);
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
