import { describe, expect, it } from "vitest";
import { nearest } from "../../../provider/systemd/nearest";

const NAMES = ["ExecStart", "ExecStartPre", "WatchdogSec", "WatchdogSignal", "User", "UMask", "Restart"];

describe("nearest", () => {
  it.each([
    ["ExceStart", "ExecStart"],
    ["execstart", "ExecStart"],
    ["ExecStartPr", "ExecStartPre"],
    ["Watchdog", "WatchdogSec"],
    ["WatchDogSecs", "WatchdogSec"],
    ["Usr", "User"],
    ["Foo", undefined],
    ["Environment", undefined],
    ["", undefined],
  ])("%s: %s", (word, candidate) => {
    expect(nearest(word, NAMES)).toBe(candidate);
  });
});
