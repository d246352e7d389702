import { on } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Entry, open, type ZipFile } from "yauzl";
import { entryPath, linkTarget } from "./entryPath";
import type { ArchiveMember } from "./sourceTree";

const UNIX_MODE_SHIFT = 16;
const FILE_TYPE_MASK = 0o170000;
const FILE_TYPE_LINK = 0o120000;
const OWNER_EXECUTE = 0o100;

/** Only the directory of it is read, and then what is asked for. */
const openZip = promisify((onDisk: string, done: (error: Error | null, file: ZipFile) => void) =>
  open(onDisk, { lazyEntries: true }, done),
);

/** The members of a zip; Unix modes and links are kept where the zip was made on Unix. */
export async function* zipMembers(onDisk: string): AsyncGenerator<ArchiveMember> {
  const zip = await openZip(onDisk);
  try {
    const entries = on(zip, "entry", { close: ["end"] });
    zip.readEntry();
    for await (const [entry] of entries) {
      const member = await zipMember(zip, entry);
      if (member) yield member;
      zip.readEntry();
    }
  } finally {
    zip.close();
  }
}

async function zipMember(zip: ZipFile, entry: Entry): Promise<ArchiveMember | undefined> {
  const path = entryPath(entry.fileName);
  const mode = entry.externalFileAttributes >>> UNIX_MODE_SHIFT;
  if (entry.fileName.endsWith("/")) return path === "." ? undefined : { kind: "directory", path };
  const openEntry = promisify((done: (error: Error | null, content: Readable) => void) =>
    zip.openReadStream(entry, done),
  );
  if ((mode & FILE_TYPE_MASK) === FILE_TYPE_LINK)
    return { kind: "link", path, target: linkTarget(path, await text(await openEntry())) };
  return { kind: "file", path, executable: (mode & OWNER_EXECUTE) !== 0, open: openEntry };
}
