import type { CpuInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { busyCores, doubt } from "../../../../tools/bench/measure/machine";
import { BUSY, IDLE } from "../samples";

/** A processor after so many milliseconds of work and of rest. */
const core = (user: number, idle: number): CpuInfo => ({
  model: "A processor",
  speed: 2_000,
  times: { user, nice: 0, sys: 0, idle, irq: 0 },
});

describe("how busy a machine is", () => {
  it.each([
    ["not at all", [core(500, 500), core(0, 1_000)], [core(500, 3_500), core(0, 4_000)], 0],
    ["all of it", [core(0, 0), core(0, 0)], [core(3_000, 0), core(3_000, 0)], 2],
    ["a half of one", [core(9_000, 0), core(0, 0)], [core(10_500, 1_500), core(0, 3_000)], 0.5],
    ["in no time", [core(1, 1)], [core(1, 1)], 0],
  ])("%s", (_, before, after, cores) => expect(busyCores(before, after)).toBeCloseTo(cores));

  it("is what makes its figures doubtful", () => {
    expect(doubt(IDLE)).toBeUndefined();
    expect(doubt(BUSY)).toBe(
      "The machine was busy when this began (1.9 of 2 cores): these figures say nothing.",
    );
  });
});
