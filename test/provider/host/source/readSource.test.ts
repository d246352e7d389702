import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestText } from "../../../../provider/host/manifest";
import { contentsOf } from "../../../../provider/host/source/contents";
import type { SourceFile } from "../../../../provider/host/source/sourceTree";
import { readLocal } from "./readLocal";

describe("a source", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "source-"));
    mkdirSync(join(root, "app/lib"), { recursive: true });
    mkdirSync(join(root, "app/empty"));
    writeFileSync(join(root, "app/run.sh"), "#!/bin/sh\n");
    chmodSync(join(root, "app/run.sh"), 0o750);
    writeFileSync(join(root, "app/lib/a file.py"), "print(1)\n", { mode: 0o600 });
    symlinkSync("lib/a file.py", join(root, "app/main.py"));
  });
  // Node's own removal knows no names but UTF-8.
  afterEach(() => void execFileSync("rm", ["-rf", root]));

  const paths = async (source: Parameters<typeof readLocal>[0]) =>
    (await readLocal(source)).map((entry) => entry.path);
  const contentOf = async (file: SourceFile) => {
    for await (const [, content] of contentsOf([file])) return await text(content);
    return expect.fail("it has no content");
  };

  it("that is a directory keeps files, empty directories, inner links and the executable bit", async () => {
    const manifest = manifestText(await readLocal({ kind: "tree", path: join(root, "app") }));
    expect(manifest.split("\n").map((line) => line.replace(/[0-9a-f]{64}/, "<sha>"))).toEqual([
      "d\t-\t0755\tempty",
      "f\t<sha>\t0644\tlib/a file.py",
      "l\tlib/a file.py\t-\tmain.py",
      "f\t<sha>\t0755\trun.sh",
      "",
    ]);
  });

  it("that is a link is the file it leads to: its content, its mode, under the link's name", async () => {
    symlinkSync("app/run.sh", join(root, "start"));
    const [file = expect.fail("there is no entry")] = await readLocal({
      kind: "file",
      path: join(root, "start"),
    });
    if (file.kind !== "file") return expect.fail(`it is a ${file.kind}`);
    expect(file).toMatchObject({ path: "start", executable: true, sizeBytes: 10 });
    expect(await contentOf(file)).toBe("#!/bin/sh\n");
  });

  it("that is one file bears the file's own name", async () => {
    expect(await paths({ kind: "file", path: join(root, "app/run.sh") })).toEqual(["run.sh"]);
  });

  it("that is a text is called app, and is executable when it is a script", async () => {
    const [entry] = await readLocal({ kind: "file", text: "#!/bin/sh\nexit 0\n" });
    expect(entry).toMatchObject({ kind: "file", path: "app", executable: true });
    if (entry?.kind === "file") expect(await contentOf(entry)).toBe("#!/bin/sh\nexit 0\n");
  });

  it("may be put together from named sources, trees among them", async () => {
    const source = {
      kind: "tree",
      members: {
        "conf/app.ini": { kind: "file", text: "[app]\n" },
        code: { kind: "tree", path: join(root, "app") },
      },
    } as const;
    expect(await paths(source)).toEqual([
      "code/empty",
      "code/lib/a file.py",
      "code/main.py",
      "code/run.sh",
      "conf/app.ini",
    ]);
  });

  it("hashes and reads the same content", async () => {
    const tree = await readLocal({ kind: "tree", path: join(root, "app") });
    const file = tree.find((entry) => entry.path === "run.sh");
    if (file?.kind !== "file") throw new Error("run.sh is missing");
    expect(await contentOf(file)).toBe(readFileSync(join(root, "app/run.sh"), "utf8"));
    expect(file.sizeBytes).toBe(10);
  });

  it.each([
    [
      "a link out of the tree",
      () => symlinkSync("../../etc/passwd", join(root, "app/out")),
      /"out" → .*leaves the application's directory/,
    ],
    [
      "an absolute link",
      () => symlinkSync("/etc/passwd", join(root, "app/abs")),
      /"abs" → .*copy its target into the source/,
    ],
    [
      "a link that leaves the tree by way of another",
      () => {
        symlinkSync("..", join(root, "app/lib/up"));
        symlinkSync("lib/up/../secret", join(root, "app/sly"));
      },
      /"sly" → "lib\/up\/\.\.\/secret": the link leaves the application's directory/,
    ],
    [
      "a name that is not UTF-8",
      () => writeFileSync(Buffer.from(`${root}/app/\xff.py`, "latin1"), ""),
      /"\ufffd\.py": a file name that is not UTF-8 can't be deployed; rename it/,
    ],
    [
      "a name with a newline",
      () => writeFileSync(join(root, "app/a\nb"), ""),
      /"a\\nb": a file name that has control characters/,
    ],
    [
      "a named pipe",
      () => execFileSync("mkfifo", [join(root, "app/pipe")]),
      /"pipe" is neither a file, a directory nor a link/,
    ],
  ])("with %s is refused", async (_, spoil, message) => {
    spoil();
    await expect(readLocal({ kind: "tree", path: join(root, "app") })).rejects.toThrow(message);
  });

  it.each([
    ["../evil", /leaves the application's directory/],
    ["/etc/passwd", /absolute names can't be deployed/],
    ["a/../../b", /leaves the application's directory/],
    ["", /a file of the source has no name/],
    ["./", /a file of the source has no name/],
    ["é".repeat(128), /is too long \(255 bytes for each part of a path\)/],
  ])("with a member called %j is refused", async (name, message) => {
    const source = { kind: "tree", members: { [name]: { kind: "file", text: "x" } } } as const;
    await expect(readLocal(source)).rejects.toThrow(message);
  });

  it("may have links in a circle, which lead nowhere", async () => {
    symlinkSync("b", join(root, "app/a"));
    symlinkSync("a", join(root, "app/b"));
    expect(await paths({ kind: "tree", path: join(root, "app") })).toContain("a");
  });

  it("carries no other bit of a mode than the owner's x", async () => {
    chmodSync(join(root, "app/run.sh"), 0o6755);
    chmodSync(join(root, "app/lib/a file.py"), 0o4644);
    const manifest = manifestText(await readLocal({ kind: "tree", path: join(root, "app") }));
    expect(manifest).toMatch(/0755\trun\.sh/);
    expect(manifest).toMatch(/0644\tlib\/a file\.py/);
  });

  it("that is empty is refused", async () => {
    await expect(readLocal({ kind: "tree", members: {} })).rejects.toThrow("nothing to deploy");
  });

  it("that isn't there is an error that names the path", async () => {
    await expect(readLocal({ kind: "tree", path: join(root, "none") })).rejects.toThrow(/none/);
  });
});
