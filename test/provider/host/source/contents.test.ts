import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { contentsOf } from "../../../../provider/host/source/contents";
import type { Archive, ArchiveMember, SourceFile } from "../../../../provider/host/source/sourceTree";

/** An archive of one-word files, which counts what is done to it. */
function archiveOf(...members: readonly string[]) {
  const seen = { passes: 0, reached: [] as string[], opened: [] as string[] };
  const archive: Archive = {
    async *members(): AsyncGenerator<ArchiveMember> {
      seen.passes++;
      for (const path of members) {
        seen.reached.push(path);
        const open = async () => {
          seen.opened.push(path);
          return Readable.from([`content of ${path}`]);
        };
        yield { kind: "file", path, executable: false, open };
      }
    },
  };
  return { archive, seen };
}

function file(path: string, content: SourceFile["content"]): SourceFile {
  return { kind: "file", path, executable: false, sizeBytes: 0, sha256: "", content };
}

const own = (path: string) => file(path, { open: () => Readable.from([`content of ${path}`]) });

async function read(files: readonly SourceFile[]): Promise<readonly string[]> {
  const said: string[] = [];
  for await (const [{ path }, content] of contentsOf(files)) said.push(`${path}: ${await text(content)}`);
  return said;
}

describe("the contents of files", () => {
  it("that lie by themselves come in the order in which they were asked for", async () => {
    expect(await read([own("b"), own("a")])).toEqual(["b: content of b", "a: content of a"]);
  });

  it("that are members of an archive come in one pass over it, as far as the last of them", async () => {
    const { archive, seen } = archiveOf("z", "y", "x", "w");
    const files = ["x", "z"].map((member) => file(`lib/${member}`, { archive, member }));
    expect(await read(files)).toEqual(["lib/z: content of z", "lib/x: content of x"]);
    expect(seen).toEqual({ passes: 1, reached: ["z", "y", "x"], opened: ["z", "x"] });
  });

  it("may lie in several places, archives with equal names in them among these", async () => {
    const [one, other] = [archiveOf("app"), archiveOf("lib", "app")];
    const files = [
      file("one/app", { archive: one.archive, member: "app" }),
      own("text"),
      file("other/app", { archive: other.archive, member: "app" }),
    ];
    expect([...(await read(files))].sort()).toEqual([
      "one/app: content of app",
      "other/app: content of app",
      "text: content of text",
    ]);
    expect([one.seen.passes, other.seen.passes]).toEqual([1, 1]);
  });

  it("are an error when an archive has lost one of them", async () => {
    const { archive } = archiveOf("a", "b");
    const files = ["a", "c"].map((member) => file(member, { archive, member }));
    await expect(read(files)).rejects.toThrow("the archive no longer has c");
  });
});
