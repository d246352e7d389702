import type { Readable } from "node:stream";
import type { Archive, SourceFile } from "./sourceTree";

/**
 * The contents of files, one after the other, each to be read before the next is asked for. Those of an archive come in its
 * own order, in one pass over it; so the order is not that in which they were asked for.
 */
export async function* contentsOf<File extends SourceFile>(
  files: readonly File[],
): AsyncGenerator<readonly [file: File, content: Readable]> {
  const wanted = new Map<Archive, Map<string, File>>();
  for (const file of files) {
    if ("open" in file.content) yield [file, file.content.open()];
    else {
      const { archive, member } = file.content;
      const members = wanted.get(archive) ?? new Map<string, File>();
      wanted.set(archive, members.set(member, file));
    }
  }
  for (const [archive, members] of wanted) yield* contentsOfMembers(archive, members);
}

async function* contentsOfMembers<File extends SourceFile>(
  archive: Archive,
  wanted: Map<string, File>,
): AsyncGenerator<readonly [file: File, content: Readable]> {
  for await (const member of archive.members()) {
    const file = wanted.get(member.path);
    if (member.kind !== "file" || file === undefined) continue;
    wanted.delete(member.path);
    yield [file, await member.open()];
    if (wanted.size === 0) return;
  }
  throw new Error(`the archive no longer has ${[...wanted.keys()].join(", ")}`);
}
