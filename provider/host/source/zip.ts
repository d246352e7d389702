import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { bytesEntry } from "./bytes";
import { entryPath, linkTarget } from "./entryPath";
import type { SourceEntry } from "./sourceTree";

const UNIX_MODE_SHIFT = 16;
const FILE_TYPE_MASK = 0o170000;
const FILE_TYPE_LINK = 0o120000;
const OWNER_EXECUTE = 0o100;

const openZip = promisify((zip: Buffer, done: (error: Error | null, file: ZipFile) => void) =>
  fromBuffer(zip, { lazyEntries: true }, done),
);

async function contentOf(zip: ZipFile, member: Entry): Promise<Buffer> {
  const open = promisify(
    zip.openReadStream.bind(zip) as (
      e: Entry,
      done: (error: Error | null, content: NodeJS.ReadableStream) => void,
    ) => void,
  );
  return await buffer(await open(member));
}

async function zipEntry(zip: ZipFile, member: Entry): Promise<SourceEntry | undefined> {
  const path = entryPath(member.fileName);
  const mode = member.externalFileAttributes >>> UNIX_MODE_SHIFT;
  if (member.fileName.endsWith("/")) return path === "." ? undefined : { kind: "directory", path };
  const content = await contentOf(zip, member);
  if ((mode & FILE_TYPE_MASK) === FILE_TYPE_LINK) {
    return { kind: "link", path, target: linkTarget(path, content.toString("utf8")) };
  }
  return bytesEntry(path, content, (mode & OWNER_EXECUTE) !== 0);
}

/** The members of a zip; Unix modes and links are kept where the zip was made on Unix. */
export async function zipMembers(archive: Buffer): Promise<SourceEntry[]> {
  const zip = await openZip(archive);
  const entries: SourceEntry[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (member: Entry) => {
      zipEntry(zip, member).then((entry) => {
        if (entry) entries.push(entry);
        zip.readEntry();
      }, reject);
    });
    zip.readEntry();
  });
  return entries;
}
