import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { bytesEntry } from "./bytes";
import { entryPath, linkTarget } from "./entryPath";
import { type SourceEntry, SourceError } from "./sourceTree";
import { zipMembers } from "./zip";

const OWNER_EXECUTE = 0o100;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZIP_MAGIC = Buffer.from("PK");

function tarEntry(header: Header, content: Buffer): SourceEntry | undefined {
  const path = entryPath(header.name);
  switch (header.type) {
    case "file":
    case "contiguous-file":
      return bytesEntry(path, content, ((header.mode ?? 0) & OWNER_EXECUTE) !== 0);
    case "symlink":
      return { kind: "link", path, target: linkTarget(path, header.linkname ?? "") };
    case "directory":
      return path === "." ? undefined : { kind: "directory", path };
    default:
      throw new SourceError(
        `${JSON.stringify(path)} is a ${header.type}; only files, directories and symbolic links can be deployed`,
      );
  }
}

async function tarEntries(tar: Buffer): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = [];
  for await (const member of Readable.from([tar]).pipe(extract())) {
    const entry = tarEntry(member.header, await buffer(member));
    if (entry) entries.push(entry);
  }
  return entries;
}

/** The members of a tar, a gzipped tar or a zip, told apart by their first bytes, never by their name. */
export async function archiveEntries(archive: Buffer): Promise<SourceEntry[]> {
  if (archive.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC)) return await zipMembers(archive);
  const tar = archive.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC) ? gunzipSync(archive) : archive;
  return await tarEntries(tar);
}
