import { type BigIntStats, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileMemory } from "../../../../provider/host/source/fileMemory";

describe("what was worked out of a file", () => {
  let directory: string;
  let stats: BigIntStats;
  let memory: FileMemory<number>;
  let times: number;
  const workOut = async () => ++times;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "file-memory-"));
    const path = join(directory, "file");
    writeFileSync(path, "");
    stats = statSync(path, { bigint: true });
    // As it would be once the file is older than any file system's clock is coarse.
    stats.ctimeMs -= 60_000n;
    memory = new FileMemory(2);
    times = 0;
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is worked out once, for all who ask at the same time, too", async () => {
    const asked = [1, 2, 3].map(() => memory.recall("a", stats, workOut));
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    expect(await memory.recall("a", stats, workOut)).toBe(1);
  });

  it.each(["dev", "ino", "size", "mtimeNs", "ctimeNs"] as const)(
    "is worked out anew when the file's %s is another",
    async (field) => {
      await memory.recall("a", stats, workOut);
      stats[field]++;
      expect(await memory.recall("a", stats, workOut)).toBe(2);
    },
  );

  it("is not relied on when the file was changed a moment ago: it may change again in the same tick", async () => {
    stats.ctimeMs = BigInt(Date.now());
    expect(await memory.recall("a", stats, workOut)).toBe(1);
    expect(await memory.recall("a", stats, workOut)).toBe(2);
  });

  it("is nothing that failed", async () => {
    const fail = () => Promise.reject(new Error("unreadable"));
    const asked = [1, 2].map(() => memory.recall("a", stats, fail));
    for (const answer of asked) await expect(answer).rejects.toThrow("unreadable");
    expect(await memory.recall("a", stats, workOut)).toBe(1);
  });

  it("is forgotten with all others when there are too many", async () => {
    for (const path of ["a", "b", "c"]) await memory.recall(path, stats, workOut);
    expect(await memory.recall("c", stats, workOut)).toBe(3);
    expect(await memory.recall("a", stats, workOut)).toBe(4);
  });
});
