import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisOf, place } from "../../../../provider/rollout/report/axis";
import { host, spans, timeline } from "./timelines";

const axisFor = (lengthMs: number) => axisOf(timeline({ startedAtMs: 1_000, endedAtMs: 1_000 + lengthMs }));

describe("the axis", () => {
  it.each([
    [800, "0 100ms 200ms 300ms 400ms 500ms 600ms 700ms 800ms"],
    [15_300, "0 2s 4s 6s 8s 10s 12s 14s"],
    [134_000, "0 30s 1min 1min 30s 2min"],
    [478_000, "0 1min 2min 3min 4min 5min 6min 7min"],
    [4_000_000, "0 10min 20min 30min 40min 50min 1h"],
    [31 * 3_600_000, "0 6h 12h 18h 1d 1d 6h"],
  ])("of %d ms is marked at round times", (lengthMs, labels) => {
    expect(
      axisFor(lengthMs)
        .ticks.map(({ label }) => label)
        .join(" "),
    ).toBe(labels);
  });

  it("has something to divide by, whenever a rollout ends", () => {
    expect(axisFor(0)).toMatchObject({ lengthMs: 1, ticks: [{ atMs: 0, label: "0" }, { atMs: 1 }] });
  });

  it("is as long as the last phase, should that end after the rollout", () => {
    const hosts = [host("a", { phases: spans(0, ["start", 300_000]) })];
    expect(axisOf(timeline({ hosts })).lengthMs).toBe(300_000);
  });

  it("has from two to nine ticks, evenly spread over all of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (lengthMs) => {
        const { ticks } = axisFor(lengthMs);
        const step = ticks[1]?.atMs ?? 0;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(ticks.map(({ atMs }) => atMs)).toEqual(ticks.map((_, at) => at * step));
        expect(lengthMs - (ticks.at(-1)?.atMs ?? 0)).toBeLessThan(step);
      }),
    );
  });

  it("places a moment by its share", () => {
    expect(place(5_000, axisFor(15_000))).toBe("33.333%");
    expect(place(15_000, axisFor(15_000))).toBe("100%");
  });
});
