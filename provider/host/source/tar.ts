import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { entryPath, linkTarget } from "./entryPath";
import { type ArchiveMember, SourceError } from "./sourceTree";

const OWNER_EXECUTE = 0o100;

/** The members of a tar, as they go by. */
export async function* tarMembers(bytes: Readable, isGzipped: boolean): AsyncGenerator<ArchiveMember> {
  const tar = extract();
  // What breaks it is thrown by the loop below.
  pipeline(isGzipped ? [bytes, createGunzip(), tar] : [bytes, tar]).catch(() => {});
  for await (const entry of tar) {
    const member = tarMember(entry.header, () => Readable.from(entry, { objectMode: false }));
    if (member) yield member;
    // What nobody has read is passed over.
    entry.resume();
  }
}

function tarMember(header: Header, open: () => Readable): ArchiveMember | undefined {
  const path = entryPath(header.name);
  switch (header.type) {
    case "file":
    case "contiguous-file": {
      const executable = ((header.mode ?? 0) & OWNER_EXECUTE) !== 0;
      return { kind: "file", path, executable, open: async () => open() };
    }
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
