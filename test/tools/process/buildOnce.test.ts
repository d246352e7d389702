import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildOnce } from "../../../tools/process/buildOnce";

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "build-once-"));
});
afterEach(() => rmSync(room, { recursive: true }));

const silent = () => {};

describe("buildOnce", () => {
  it("builds what isn't there, once", async () => {
    let builds = 0;
    const build = async (directory: string) => {
      builds += 1;
      writeFileSync(join(directory, "part"), "made");
    };
    const target = join(room, "thing");
    expect(await buildOnce(target, silent, build)).toBe(target);
    await buildOnce(target, silent, build);
    expect(builds).toBe(1);
    expect(readFileSync(join(target, "part"), "utf8")).toBe("made");
    expect(readdirSync(room)).toEqual(["thing"]);
  });

  it("lets one of two build, and the other wait and say so", async () => {
    let [building, builds] = [0, 0];
    const waits: string[] = [];
    const build = async () => {
      builds += 1;
      building += 1;
      expect(building).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      building -= 1;
    };
    const target = join(room, "thing");
    const report = (line: string) => waits.push(line);
    await Promise.all([buildOnce(target, report, build), buildOnce(target, report, build)]);
    expect(builds).toBe(1);
    expect(waits).toEqual([`thing: being made by process ${process.pid}, waiting`]);
  });

  it("leaves nothing of a failed build, and tries again", async () => {
    const target = join(room, "thing");
    const failing = () => Promise.reject(new Error("no space"));
    await expect(buildOnce(target, silent, failing)).rejects.toThrow("no space");
    expect(readdirSync(room)).toEqual([]);
    await buildOnce(target, silent, async () => {});
    expect(existsSync(target)).toBe(true);
  });

  it("removes what a killed process left, and takes its lock", async () => {
    const target = join(room, "thing");
    // A process number that no kernel gives out.
    mkdirSync(`${target}.unfinished-4194999-1-abc`);
    writeFileSync(`${target}.lock`, "4194999-1-abc");
    await buildOnce(target, silent, async () => {});
    expect(readdirSync(room)).toEqual(["thing"]);
  });
});
