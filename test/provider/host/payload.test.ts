import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blobStream, buildPayload } from "../../../provider/host/payload";
import type { ObserveRequest } from "../../../provider/host/request";
import type { SourceTree } from "../../../provider/host/source/sourceTree";
import { readLocal } from "./source/readLocal";

const request: ObserveRequest = {
  op: "observe",
  unit: "myapp.service",
  name: "myapp",
  token: "abc",
  urn: "urn:pulumi:dev::it's::x",
  directory: "",
};
const files = {
  manifest: "f\tabc\t0644\tapp.py\n",
  sizesBytes: [10],
  unit: "[Service]\n",
  requirements: ["sdnotify==0.3.2"],
  packages: [],
  probe: ["curl", "http://localhost/it's up"],
  secrets: { apiKey: "it's\0 binary\r\n", "tls.key": "" },
};

describe("what is sent to a host", () => {
  let directory: string;
  const unpack = (archive: Buffer) => execFileSync("tar", ["-xzf", "-", "-C", directory], { input: archive });
  const content = (name: string) => readFileSync(join(directory, name), "utf8");
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "payload-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("unpacks with the host's tar, and the request sources in sh", async () => {
    unpack(await buildPayload(request, files));
    expect(content("unit")).toBe(files.unit);
    expect(content("requirements.txt")).toBe("sdnotify==0.3.2\n");
    const urn = execFileSync("sh", ["-c", '. ./request && printf %s "$URN"'], {
      cwd: directory,
      encoding: "utf8",
    });
    expect(urn).toBe(request.urn);
  });

  it("holds each secret as a file, byte for byte", async () => {
    unpack(await buildPayload(request, files));
    expect(content("secrets/apiKey")).toBe("it's\0 binary\r\n");
    expect(content("secrets/tls.key")).toBe("");
  });

  it("holds no file for what there is none of", async () => {
    unpack(await buildPayload(request, files));
    expect(() => content("packages")).toThrow(/ENOENT/);
  });

  it("runs the probe's words as they are", async () => {
    unpack(await buildPayload(request, { ...files, probe: ["printf", "%s|", "$HOME", "it's", "a  b"] }));
    const said = execFileSync("sh", [join(directory, "probe.sh")], { encoding: "utf8" });
    expect(said).toBe("$HOME|it's|a  b|");
  });

  it("names each content by the number of its manifest line, and holds only those asked for", async () => {
    const tree = await readLocal({
      kind: "tree",
      members: {
        a: { kind: "file", text: "A" },
        b: { kind: "file", text: "B" },
        c: { kind: "file", text: "C" },
      },
    });
    unpack(await buffer(blobStream(tree, [1, 3])));
    expect([content("1"), content("3")]).toEqual(["A", "C"]);
    expect(() => content("2")).toThrow(/ENOENT/);
  });

  it("fails, naming the file, when one changed after it was hashed", async () => {
    const path = join(directory, "growing");
    writeFileSync(path, "short");
    const tree = await readLocal({ kind: "file", path });
    writeFileSync(path, "much longer now");
    await expect(buffer(blobStream(tree, [1]))).rejects.toThrow(
      "growing changed or vanished while it was being uploaded",
    );
  });

  it.each([10, 1_000_000])(
    "lets go of a file of %d bytes that is opened as the connection breaks",
    async (sizeBytes) => {
      const content = Readable.from([Buffer.alloc(sizeBytes)]);
      const archive = {
        async *members() {
          yield { kind: "file" as const, path: "late", executable: false, open: () => open() };
        },
      };
      const tree: SourceTree = [
        {
          kind: "file",
          path: "late",
          executable: false,
          sizeBytes,
          sha256: "",
          content: { archive, member: "late" },
        },
      ];
      const sending = blobStream(tree, [1]);
      const open = async () => {
        sending.destroy();
        await once(sending, "close");
        await turn();
        return content;
      };
      await expect.poll(() => content.destroyed).toBe(true);
    },
  );
});
