import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeRunDirectory } from "../../../tools/demo/runDirectory";
import { identify, toToken } from "../../../tools/process/identity";

let home: string;
let parent: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "pulumi-systemd-demo-"));
  parent = join(home, ".pulumi-demo");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the directory of a run", () => {
  it("leaves nothing behind", () => {
    const directory = makeRunDirectory(parent);
    expect(existsSync(directory.path)).toBe(true);
    directory.remove();
    expect(readdirSync(home)).toEqual([]);
  });

  it("leaves other runs alone, and removes what dead ones left", () => {
    const another = join(parent, toToken(identify(process.ppid)));
    const dead = join(parent, toToken({ pid: process.ppid, started: "1-00000000" }));
    const unknown = join(parent, "notes");
    for (const path of [another, dead, unknown]) mkdirSync(path, { recursive: true });
    makeRunDirectory(parent).remove();
    expect([another, dead, unknown].map(existsSync)).toEqual([true, false, true]);
  });
});
