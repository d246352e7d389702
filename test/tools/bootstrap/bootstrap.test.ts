import { describe, expect, it } from "vitest";

const staleness = () => import("../../../tools/bootstrap/staleness.mjs");
const command = () => import("../../../tools/bootstrap/command.mjs");

describe("needsInstall", () => {
  it.each([
    ["a fresh clone", { lockfile: 10, installed: undefined }, true],
    ["another lockfile since", { lockfile: 20, installed: 10 }, true],
    ["installed since", { lockfile: 10, installed: 20 }, false],
  ])("%s", async (_, times, expected) => {
    expect((await staleness()).needsInstall(times)).toBe(expected);
  });
});

describe("needsBuild", () => {
  it.each([
    ["never built", { sources: [1], built: undefined }, true],
    ["one source changed since", { sources: [5, 30, 6], built: 20 }, true],
    ["built since", { sources: [5, 6], built: 20 }, false],
  ])("%s", async (_, times, expected) => {
    expect((await staleness()).needsBuild(times)).toBe(expected);
  });
});

describe("programFor", () => {
  it.each([
    ["demo", ["--keep"], ["dist/tools/demo/main.js", "--keep"]],
    ["hosts", ["up", "3"], ["dist/tools/hosts/main.js", "up", "3"]],
    ["bench", ["--micro"], ["dist/tools/bench/main.js", "--micro"]],
    ["record", [], ["dist/tools/record/main.js"]],
    ["simulate", ["--seed", "1"], ["dist/tools/simulate/main.js", "--seed", "1"]],
    ["test", [], ["dist/tools/test/main.js"]],
    ["test-fast", ["-t", "x"], ["node_modules/vitest/vitest.mjs", "run", "--project=fast", "-t", "x"]],
    ["../evil", [], undefined],
    [undefined, [], undefined],
  ])("%s %j", async (name, args, expected) => {
    expect((await command()).programFor(name, args)).toEqual(expected);
  });

  it("has every command in its usage", async () => {
    const { USAGE, programFor } = await command();
    for (const name of ["bench", "demo", "hosts", "record", "simulate", "test", "test-fast"]) {
      expect(programFor(name, [])).toBeDefined();
      expect(USAGE).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });
});
