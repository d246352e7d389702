import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTimeSpan, parseTimeSpan, toSeconds } from "../../../provider/systemd/timeSpan";

/** As `systemd-analyze timespan` of systemd 252 reads them; `undefined` where it refuses. */
const MEASURED: readonly (readonly [text: string, us: number | undefined])[] = [
  ["15", 15_000_000],
  ["0", 0],
  ["15s", 15_000_000],
  ["1second", 1_000_000],
  ["2seconds", 2_000_000],
  ["1sec", 1_000_000],
  ["1min 30s", 90_000_000],
  ["1min30s", 90_000_000],
  ["1h30", 3_630_000_000],
  ["5 5", 10_000_000],
  [" 5 s ", 5_000_000],
  ["2 h", 7_200_000_000],
  ["1h\t2min", 3_720_000_000],
  ["1.5h", 5_400_000_000],
  ["0.5", 500_000],
  [".5", 500_000],
  ["+5", 5_000_000],
  ["1m", 60_000_000],
  ["1minute", 60_000_000],
  ["2minutes", 120_000_000],
  ["1M", 2_629_800_000_000],
  ["1month", 2_629_800_000_000],
  ["2months", 5_259_600_000_000],
  ["1hr", 3_600_000_000],
  ["1hour", 3_600_000_000],
  ["1hours", 3_600_000_000],
  ["1d1", 86_401_000_000],
  ["1day", 86_400_000_000],
  ["1week 2days", 777_600_000_000],
  ["1w", 604_800_000_000],
  ["1weeks", 604_800_000_000],
  ["1month 1y", 34_187_400_000_000],
  ["1years", 31_557_600_000_000],
  ["100ms", 100_000],
  ["1msec", 1000],
  ["10us", 10],
  ["1usec", 1],
  ["1\u00b5s", 1],
  ["1.0000001s", 1_000_000],
  ["0.0000005s", 0],
  ["1.5us", 1],
  ["1s.5", 1_500_000],
  ["1s+5", 6_000_000],
  ["1.5 .5", 2_000_000],
  ["infinity", Number.POSITIVE_INFINITY],
  [" infinity ", Number.POSITIVE_INFINITY],
  ["", undefined],
  [" ", undefined],
  ["Infinity", undefined],
  ["infinity 5", undefined],
  ["5 infinity", undefined],
  ["-1", undefined],
  ["1e3", undefined],
  ["1.", undefined],
  ["1.s", undefined],
  [".", undefined],
  ["1.5.5", undefined],
  ["1 . 5", undefined],
  ["1.55.5s", undefined],
  ["1.5+5", undefined],
  ["1Min", undefined],
  ["s", undefined],
  ["1ns", undefined],
  ["15 # x", undefined],
  ["15s, 3", undefined],
  ["0x10", undefined],
  ["1_000", undefined],
  ["99999999999999999999", undefined],
];

describe("parseTimeSpan", () => {
  it("does not take the Greek letter mu, which systemd 247 does not know", () => {
    expect(parseTimeSpan("1\u03bcs")).toBeUndefined();
  });

  it.each(MEASURED)("%j", (text, us) => {
    expect(parseTimeSpan(text)).toBe(us);
  });
});

describe("formatTimeSpan", () => {
  it.each([
    [0, "0"],
    [1, "1us"],
    [1500, "1.5ms"],
    [1_500_000, "1.5s"],
    [10_040_000, "10.04s"],
    [90_000_000, "1min 30s"],
    [5_400_000_000, "1h 30min"],
    [2_629_800_000_000, "1month"],
    [90_061_001_001, "1d 1h 1min 1.001001s"],
    [Number.POSITIVE_INFINITY, "infinity"],
  ])("%d is %s", (us, text) => {
    expect(formatTimeSpan(us)).toBe(text);
  });

  it("gives what parses back to the same span", () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (us) => {
        expect(parseTimeSpan(formatTimeSpan(us))).toBe(us);
      }),
    );
  });
});

describe("toSeconds", () => {
  it("never shortens a limit", () => {
    expect([toSeconds(1), toSeconds(90_000_000), toSeconds(90_000_001)]).toEqual([1, 90, 91]);
  });
});

describe("the table of measured spans", () => {
  const probe = spawnSync("systemd-analyze", ["timespan", "1s"], { encoding: "utf8" });

  it("is what this machine's systemd says, where it has one", () => {
    if (probe.error !== undefined) return;
    for (const [text, us] of MEASURED) {
      const { status, stdout } = spawnSync("systemd-analyze", ["timespan", "--", text], { encoding: "utf8" });
      const said = status === 0 ? /s: ([0-9]+)/.exec(stdout)?.[1] : undefined;
      const expected = us === Number.POSITIVE_INFINITY ? "18446744073709551615" : us?.toString();
      expect([text, said]).toEqual([text, expected]);
    }
  });
});
