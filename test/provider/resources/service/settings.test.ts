import { describe, expect, it } from "vitest";
import type { ServiceDraft } from "../../../../provider/resources/service/decodeService";
import { type Settings, settingsOf, type UnitTimes } from "../../../../provider/resources/service/settings";

const plain: UnitTimes = { timeoutStart: undefined, hasWatchdog: false };

describe("how a deployment is judged", () => {
  it.each<[string, ServiceDraft, UnitTimes, Partial<Settings>]>([
    ["by systemd's own start timeout and some allowance", {}, plain, { readyTimeoutSeconds: 120 }],
    ["by the unit's start timeout", {}, { ...plain, timeoutStart: "5min" }, { readyTimeoutSeconds: 330 }],
    [
      "for a day at most, when the unit has no limit",
      {},
      { ...plain, timeoutStart: "infinity" },
      { readyTimeoutSeconds: 86_430 },
    ],
    [
      "alike, when the limit is written as 0",
      {},
      { ...plain, timeoutStart: "0" },
      { readyTimeoutSeconds: 86_430 },
    ],
    ["by its own timeout first", { readiness: { timeout: "1min 30s" } }, plain, { readyTimeoutSeconds: 90 }],
    ["with a soak of ten seconds", {}, plain, { minHealthySeconds: 10 }],
    ["without a soak, if told so", { readiness: { minHealthyTime: "0" } }, plain, { minHealthySeconds: 0 }],
    [
      "never shorter than asked",
      { readiness: { minHealthyTime: "1500ms" } },
      plain,
      { minHealthySeconds: 2 },
    ],
    ["by a ping, when there is a watchdog", {}, { ...plain, hasWatchdog: true }, { watchdogPing: true }],
    [
      "without the ping, if told so",
      { readiness: { watchdogPing: false } },
      { ...plain, hasWatchdog: true },
      { watchdogPing: false },
    ],
    ["keeping five releases", {}, plain, { historyLimit: 5, onFailure: "rollback" }],
    [
      "keeping none",
      { revisionHistoryLimit: 0, onFailure: "keep" },
      plain,
      { historyLimit: 0, onFailure: "keep" },
    ],
  ])("%s", (_, draft, unit, expected) => {
    expect(settingsOf(draft, unit)).toMatchObject(expected);
  });
});
