import { describe, expect, it } from "vitest";
import type { Cell } from "../../../tools/matrix/cells";
import { allCells, nameOf } from "../../../tools/matrix/cells";
import { expectationOf } from "../../../tools/matrix/expectation";

const cell = (fault: Cell["fault"], place: Cell["place"]): Cell => ({
  fault,
  place,
  next: "same",
  first: false,
});

describe("what a host may run after", () => {
  it.each([
    ["dropped", "upload", ["new"], "green"],
    ["silent", "judge", ["new"], "green"],
    ["reset", "commit:renamed", ["new"], "green"],
    ["plugin-killed", "upload", ["old"], "red"],
    ["plugin-killed", "stage", ["new"], "red"],
    ["pulumi-killed", "judge", ["old", "new"], "red"],
    ["pulumi-killed", "commit", ["new"], "red"],
    ["ctrl-c", "judge:started", ["old"], "red"],
    ["ctrl-c", "commit", ["new"], undefined],
    ["agent-killed", "commit:links", ["old"], "red"],
    ["agent-killed", "commit:renamed", ["new"], "green"],
    ["rebooted", "upload", ["new"], "green"],
    ["rebooted", "commit:links", ["old"], "red"],
    ["rebooted", "commit:renamed", ["new"], undefined],
    ["disk-full", "runtime", ["old"], "red"],
    ["disk-full", "commit:renamed", ["new"], "green"],
  ] as const)("%s at %s: %j, and the up is %s", (fault, place, host, up) => {
    expect(expectationOf(cell(fault, place))).toEqual({ host, up });
  });

  it("is never nothing, and a green up never leaves the old version", () => {
    for (const each of allCells()) {
      const { host, up } = expectationOf(each);
      expect(host.length, nameOf(each)).toBeGreaterThan(0);
      if (up === "green") expect(host, nameOf(each)).toEqual(["new"]);
    }
  });
});
