import { expect, it } from "vitest";
import { settingsWords } from "../../../../provider/rollout/report/settingsWords";
import { SETTINGS } from "./timelines";

it("names every rule as the program does", () => {
  const words = settingsWords({ ...SETTINGS, healthyDeadlineMs: 90_000 });
  expect(words.map(([name, value]) => `${name}=${value}`)).toEqual([
    ...["canary=1", "maxParallel=2", "maxFailures=0", "autoRevert=host"],
    ...["healthyDeadline=1min 30s", "progressDeadline=10min", "waitForBatch=false", "pauseAfterCanary=false"],
  ]);
});

it("says whose the limit is where the rollout has none", () => {
  expect(settingsWords(SETTINGS)).toContainEqual(["healthyDeadline", "each host's own"]);
});
