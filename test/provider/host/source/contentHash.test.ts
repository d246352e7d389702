import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../../../../provider/host/source/contentHash";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the hash of a file", () => {
  let directory: string;
  let path: string;
  /** As it would be once the file is older than any file system's clock is coarse. */
  const settled = async () => {
    const stats = await stat(path, { bigint: true });
    stats.ctimeMs -= 60_000n;
    return stats;
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "content-hash-"));
    path = join(directory, "app.py");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it.each([0, 1_000, 64 * 1024, 64 * 1024 + 1, 3_000_000])(
    "is of its content, for %d bytes",
    async (bytes) => {
      const text = "a".repeat(bytes);
      writeFileSync(path, text);
      expect(await contentHash(path, await stat(path, { bigint: true }))).toBe(sha256(text));
    },
  );

  it("is worked out once while nothing says that the file has changed", async () => {
    writeFileSync(path, "one");
    const before = await settled();
    await contentHash(path, before);
    // Only a test can do this: what was written since has no change time of its own.
    writeFileSync(path, "two");
    expect(await contentHash(path, before)).toBe(sha256("one"));
  });

  it("is worked out anew when size and time of modification were put back, but the file was written", async () => {
    writeFileSync(path, "one");
    const before = await settled();
    await contentHash(path, before);
    await expect
      .poll(async () => {
        writeFileSync(path, "two");
        utimesSync(path, before.atime, before.mtime);
        return (await stat(path, { bigint: true })).ctimeNs;
      })
      .not.toBe(before.ctimeNs);
    expect(await contentHash(path, await settled())).toBe(sha256("two"));
  });
});
