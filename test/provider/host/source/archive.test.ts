import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { manifestText } from "../../../../provider/host/manifest";
import { blobStream } from "../../../../provider/host/payload";
import { archiveEntries } from "../../../../provider/host/source/archive";
import type { SourceTree } from "../../../../provider/host/source/sourceTree";
import { descriptorsOf } from "../../../../tools/measure/descriptors";
import { readLocal } from "./readLocal";

/** In an order of their own. `large` comes in many chunks, and isn't sent in one piece. */
const MEMBERS = ["z.py", "large", "lib/empty.py", "lib/a file.py", "run.sh", "link", "hollow"];

const ZIP_PROGRAM = `
import os, sys, zipfile
archive, root, *names = sys.argv[1:]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
    for name in names:
        path = os.path.join(root, name)
        if os.path.islink(path):
            link = zipfile.ZipInfo(name); link.create_system = 3; link.external_attr = 0o120777 << 16
            z.writestr(link, os.readlink(path))
        else: z.write(path, name + "/" if os.path.isdir(path) else name)
`;

const FORMATS = ["tar", "gzipped tar", "zip"] as const;

describe.each(FORMATS)("a %s", (format) => {
  let root: string;
  let app: string;
  let made: string;
  let archive: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "archive-"));
    app = join(root, "app");
    made = join(root, "made");
    // No name of an archive tells what it is.
    archive = join(root, "release");
    for (const name of ["app/lib", "app/hollow", "blobs"]) mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(app, "z.py"), "print(1)\n");
    writeFileSync(join(app, "large"), randomBytes(2_000_000));
    writeFileSync(join(app, "lib/empty.py"), "");
    writeFileSync(join(app, "lib/a file.py"), "print(2)\n");
    writeFileSync(join(app, "run.sh"), "#!/bin/sh\n");
    chmodSync(join(app, "run.sh"), 0o755);
    symlinkSync("lib/a file.py", join(app, "link"));
    pack(made, app, MEMBERS);
  }, 60_000);
  beforeEach(() => copyFileSync(made, archive));
  afterAll(() => rmSync(root, { recursive: true }));

  const pack = (into: string, from: string, members: readonly string[]) => {
    if (format === "zip") execFileSync("python3", ["-c", ZIP_PROGRAM, into, from, ...members]);
    else execFileSync("tar", [format === "tar" ? "-cf" : "-czf", into, "-C", from, ...members]);
  };
  const read = () => readLocal({ kind: "tree", path: archive });
  const numbers = (tree: SourceTree, paths: readonly string[]) =>
    paths.map((path) => 1 + tree.findIndex((entry) => entry.path === path));
  const openDescriptors = () => descriptorsOf(process.pid).filter((name) => name.includes(archive));

  it("is the same as the directory it was made of", async () => {
    const directory = await readLocal({ kind: "tree", path: app });
    expect(manifestText(await read())).toBe(manifestText(directory));
    await expect.poll(openDescriptors).toEqual([]);
  });

  it("is read again for what a host lacks, as far as that", async () => {
    const tree = await read();
    for (const lacking of [["run.sh", "large", "lib/empty.py"], ["z.py"]]) {
      const sent = await buffer(blobStream(tree, numbers(tree, lacking)));
      rmSync(join(root, "blobs"), { recursive: true });
      mkdirSync(join(root, "blobs"));
      execFileSync("tar", ["-xzf", "-", "-C", join(root, "blobs")], { input: sent });
      for (const path of lacking) {
        const [number] = numbers(tree, [path]);
        expect(readFileSync(join(root, "blobs", `${number}`)).equals(readFileSync(join(app, path)))).toBe(
          true,
        );
      }
    }
    await expect.poll(openDescriptors).toEqual([]);
  });

  it("is hashed once for all who deploy it, and anew when it is another", async () => {
    const later = Date.now() + 60_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    onTestFinished(() => void vi.restoreAllMocks());
    const entries = await archiveEntries(archive);
    expect(await archiveEntries(archive)).toBe(entries);
    pack(archive, app, ["z.py"]);
    expect(await archiveEntries(archive)).toMatchObject([{ path: "z.py" }]);
  });

  it("is let go of when the connection breaks that it is sent through", async () => {
    const tree = await read();
    const sending = blobStream(tree, numbers(tree, ["large"]));
    await once(sending, "readable");
    expect(openDescriptors()).toEqual([archive]);
    sending.destroy();
    await expect.poll(openDescriptors).toEqual([]);
  });

  it.each([
    ["is gone", () => rmSync(archive), /^the source changed or vanished/],
    [
      "has lost a file",
      () =>
        pack(
          archive,
          app,
          MEMBERS.filter((name) => name !== "run.sh"),
        ),
      /^the source changed or vanished/,
    ],
    [
      "has another file in its place",
      () => {
        cpSync(app, join(root, "other"), { recursive: true, verbatimSymlinks: true });
        writeFileSync(join(root, "other/run.sh"), "#!/bin/sh\nexit 1\n");
        pack(archive, join(root, "other"), MEMBERS);
      },
      /^run\.sh changed or vanished while it was being uploaded/,
    ],
  ])("that %s when it is sent is an error", async (_what, spoil, message) => {
    const tree = await read();
    spoil();
    await expect(buffer(blobStream(tree, numbers(tree, ["run.sh"])))).rejects.toThrow(message);
    await expect.poll(openDescriptors).toEqual([]);
  });

  it.each([100, 300_000])("that breaks off after %d bytes is refused", async (bytes) => {
    truncateSync(archive, bytes);
    await expect(read()).rejects.toMatchObject({ name: "SourceError" });
    await expect.poll(openDescriptors).toEqual([]);
  });
});

/** A tar or a zip of one member, of any name and kind, as no tool would make it. */
const HOSTILE_PROGRAM = `
import io, sys, tarfile, zipfile
file, name, kind = sys.argv[1:]
if kind == "zip":
    with zipfile.ZipFile(file, "w") as z: z.writestr(name, "x")
else:
    member = tarfile.TarInfo(name)
    member.type = getattr(tarfile, kind)
    member.linkname = "../../etc/passwd"
    with tarfile.open(file, "w") as t: t.addfile(member, io.BytesIO(b""))
`;

describe("what is no archive of files and links", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "no-archive-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ["a text", () => writeFileSync(join(root, "given"), "just a text\n".repeat(100)), /Invalid tar header/],
    ["a short text", () => writeFileSync(join(root, "given"), "?"), /Unexpected end of data/],
    ["nothing", () => writeFileSync(join(root, "given"), ""), /the source is empty/],
    [
      "a tar with a hard link",
      () => execFileSync("sh", ["-c", "echo >one && ln one two && tar -cf given one two"], { cwd: root }),
      /"two" is a link; only files, directories and symbolic links can be deployed/,
    ],
    ...(
      [
        ["../evil", "REGTYPE", /"..\/evil" leaves the application's directory/],
        ["/etc/evil", "REGTYPE", /"\/etc\/evil": absolute names can't be deployed/],
        ["a/\u001b[2J", "REGTYPE", /has control characters can't be deployed/],
        ["link", "SYMTYPE", /"link" → "..\/..\/etc\/passwd": the link leaves/],
        ["fifo", "FIFOTYPE", /"fifo" is a fifo; only files/],
        ["sda", "BLKTYPE", /"sda" is a block-device; only files/],
        ["../evil", "zip", /relative path: ..\/evil/],
        ["/etc/evil", "zip", /absolute path: \/etc\/evil/],
      ] as const
    ).map(
      ([name, kind, message]) =>
        [
          `a ${kind} called ${JSON.stringify(name)}`,
          () => execFileSync("python3", ["-c", HOSTILE_PROGRAM, join(root, "given"), name, kind]),
          message,
        ] as const,
    ),
  ] as const)("%s is refused", async (_what, make, message) => {
    make();
    const reading = readLocal({ kind: "tree", path: join(root, "given") });
    await expect(reading).rejects.toMatchObject({
      name: "SourceError",
      message: expect.stringMatching(message),
    });
  });
});
