import { describe, expect, it } from "vitest";
import { allCells, inGoodOrder, isMeant, nameOf, reasonToSkip } from "../../../tools/matrix/cells";
import { FAULT_NAMES } from "../../../tools/matrix/faults";
import { PLACE_NAMES } from "../../../tools/matrix/places";

const cells = allCells();
const names = cells.map(nameOf);

describe("the cells", () => {
  it("are every fault at every place, but for those that say why not", () => {
    for (const place of PLACE_NAMES) {
      for (const fault of FAULT_NAMES) {
        expect(names.includes(`${fault}:${place}`)).toBe(reasonToSkip(fault, place) === undefined);
      }
    }
  });

  it("are none twice", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ["reset", "commit:renamed", undefined],
    ["reset", "prune", /has its answer/],
    ["ctrl-c", "commit:told", /has its answer/],
    ["agent-killed", "prune", undefined],
    ["rebooted", "commit:reloaded", undefined],
    ["silent", "commit:install-link", /only the host/],
    ["disk-full", "commit:install-link", undefined],
  ] as const)("of %s at %s", (fault, place, reason) => {
    if (reason) expect(reasonToSkip(fault, place)).toMatch(reason);
    else expect(reasonToSkip(fault, place)).toBeUndefined();
  });

  it.each([
    ["pulumi-killed:judge~old", true],
    ["agent-killed:commit:text~old", true],
    ["ctrl-c:judge~old", false],
    ["plugin-killed:judge:started~first", true],
    ["silent:judge:started~first", false],
  ])("%s: %s", (name, exists) => {
    expect(names.includes(name)).toBe(exists);
  });
});

describe("a filter", () => {
  const meant = (filter: string) => cells.filter((cell) => isMeant(cell, filter)).map(nameOf);
  it.each([
    ["reset:judge", ["reset:judge"]],
    ["plugin-killed:judge", ["plugin-killed:judge", "plugin-killed:judge~old"]],
    ["plugin-killed:judge~old,reset:stage", ["reset:stage", "plugin-killed:judge~old"]],
    ["nothing:judge", []],
  ])("%s", (filter, expected) => {
    expect(meant(filter)).toEqual(expected);
  });

  it("of a fault alone means all of its cells, `*` any fault", () => {
    expect(meant("reset")).toEqual(names.filter((name) => name.startsWith("reset:")));
    expect(meant("*:prune")).toEqual(names.filter((name) => /:prune(~|$)/.test(name)));
  });
});

describe("the order", () => {
  it("loses none, and has something slow to wait for all the time", () => {
    const ordered = inGoodOrder(cells);
    expect(ordered.map(nameOf).sort()).toEqual([...names].sort());
    const slowAt = ordered.flatMap(({ fault }, index) => (fault === "silent" ? [index] : []));
    expect(slowAt.some((index) => index < cells.length / 4)).toBe(true);
    expect(slowAt.some((index) => index > cells.length / 2)).toBe(true);
  });
});
