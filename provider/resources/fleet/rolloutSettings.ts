import type { RolloutSettings } from "../../rollout/settings";
import { fractionOf, hostsOf } from "../../rollout/share";
import type { Problem } from "../../systemd/problem";
import { parseTimeSpan } from "../../systemd/timeSpan";
import type { Settings } from "../service/settings";
import type { RolloutSpec } from "./inputs";

const US_PER_MS = 1_000;
const MS_PER_SECOND = 1_000;
/** Beyond what a host takes for itself: its connection, the upload, packages to install. */
const AROUND_THE_START_MS = 10 * 60_000;

function ms(span: string | undefined): number | undefined {
  if (span === undefined) return undefined;
  return Math.ceil((parseTimeSpan(span) ?? 0) / US_PER_MS);
}

/** A rollout's rules for a fleet of so many hosts, all defaults applied. */
export function rolloutSettings(
  spec: RolloutSpec,
  hosts: number,
  host: Pick<Settings, "readyTimeoutSeconds" | "minHealthySeconds">,
): RolloutSettings {
  const ownMs = (host.readyTimeoutSeconds + host.minHealthySeconds) * MS_PER_SECOND;
  const healthyDeadlineMs = ms(spec.healthyDeadline);
  return {
    canary: hostsOf(spec.canary ?? 1, hosts),
    maxParallel: Math.max(1, hostsOf(spec.maxParallel ?? 1, hosts)),
    maxFailures: hostsOf(spec.maxFailures ?? 0, hosts),
    autoRevert: spec.autoRevert ?? "host",
    healthyDeadlineMs,
    progressDeadlineMs:
      ms(spec.progressDeadline) ?? Math.max(ownMs, healthyDeadlineMs ?? 0) + AROUND_THE_START_MS,
    waitForBatch: spec.waitForBatch ?? false,
    pauseAfterCanary: spec.pauseAfterCanary ?? false,
  };
}

const SHARES = ["canary", "maxParallel", "maxFailures"] as const;
const SPANS = ["healthyDeadline", "progressDeadline"] as const;

/** All that is wrong with a rollout's rules. */
export function rolloutProblems(spec: RolloutSpec, readinessMinHealthyTime: string | undefined): Problem[] {
  const problems: Problem[] = [];
  const tell = (field: keyof RolloutSpec, reason: string) =>
    problems.push({ path: `rollout.${field}`, reason });
  for (const field of SHARES) {
    const share = spec[field];
    const least = field === "maxParallel" ? 1 : 0;
    if (typeof share === "string" && fractionOf(share) === undefined)
      tell(field, `must be a number of hosts, or a share of them from "0%" to "100%"`);
    else if (typeof share === "number" && (!Number.isInteger(share) || share < least))
      tell(field, `must be a whole number, ${least} or more, or a share such as "25%"`);
  }
  for (const field of SPANS) {
    const span = spec[field];
    if (span === undefined) continue;
    const length = parseTimeSpan(span);
    if (length === undefined)
      tell(field, `is no systemd time span; write it like "15s" or "1min 30s" (systemd.time(7))`);
    else if (length === Number.POSITIVE_INFINITY || length === 0)
      tell(field, "must be longer than 0, and end some time");
  }
  const [healthy, progress] = [ms(spec.healthyDeadline), ms(spec.progressDeadline)];
  if (healthy !== undefined && progress !== undefined && progress < healthy)
    tell("progressDeadline", "is shorter than healthyDeadline: no host could use up its own time");
  if (spec.minHealthyTime !== undefined && readinessMinHealthyTime !== undefined)
    tell("minHealthyTime", "says the same as readiness.minHealthyTime; leave one of them out");
  return problems;
}
