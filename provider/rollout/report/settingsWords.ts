import type { RolloutSettings } from "../settings";
import { duration } from "./duration";

/** The rules of the rollout under the names that the program has for them. */
export function settingsWords(settings: RolloutSettings): (readonly [name: string, value: string])[] {
  const { canary, maxParallel, maxFailures, autoRevert, healthyDeadlineMs, progressDeadlineMs } = settings;
  return [
    ["canary", String(canary)],
    ["maxParallel", String(maxParallel)],
    ["maxFailures", String(maxFailures)],
    ["autoRevert", autoRevert],
    ["healthyDeadline", healthyDeadlineMs === undefined ? "each host's own" : duration(healthyDeadlineMs)],
    ["progressDeadline", duration(progressDeadlineMs)],
    ["waitForBatch", settings.waitForBatch ? "true" : "false"],
    ["pauseAfterCanary", settings.pauseAfterCanary ? "true" : "false"],
  ];
}
