import { parseTimeSpan, toSeconds } from "../../systemd/timeSpan";
import type { ServiceDraft } from "./decodeService";

/** systemd's own TimeoutStartSec=, for a unit text that sets none (systemd-system.conf(5)). */
const DEFAULT_START_TIMEOUT = "90s";
/** What the first watchdog ping and the probe may take on top of the start itself. */
const AFTER_READY_ALLOWANCE_SECONDS = 30;
const DEFAULT_MIN_HEALTHY_TIME = "10s";
const DEFAULT_REVISION_HISTORY_LIMIT = 5;
/** `TimeoutStartSec=infinity` must not make a deployment that never ends: a day is longer than anybody waits. */
const LONGEST_WAIT_SECONDS = 86_400;

/** How a deployment is judged and what it leaves: all defaults applied, durations in the agent's whole seconds. */
export interface Settings {
  readonly readyTimeoutSeconds: number;
  readonly minHealthySeconds: number;
  readonly watchdogPing: boolean;
  readonly onFailure: "rollback" | "keep";
  readonly historyLimit: number;
}

/** What of the finished unit bears on readiness. */
export interface UnitTimes {
  /** `TimeoutStartSec=` as written. */
  readonly timeoutStart: string | undefined;
  /** `WatchdogSec=` is set and not zero. */
  readonly hasWatchdog: boolean;
}

function seconds(span: string): number {
  return Math.min(toSeconds(parseTimeSpan(span) ?? 0), LONGEST_WAIT_SECONDS);
}

/** Zero means no limit to systemd's TimeoutStartSec= (systemd.service(5)). */
function startSeconds(span: string): number {
  const limit = seconds(span);
  return limit === 0 ? LONGEST_WAIT_SECONDS : limit;
}

export function settingsOf(draft: ServiceDraft, unit: UnitTimes): Settings {
  const { readiness = {}, onFailure = "rollback" } = draft;
  const start = startSeconds(unit.timeoutStart ?? DEFAULT_START_TIMEOUT);
  return {
    readyTimeoutSeconds:
      readiness.timeout === undefined ? start + AFTER_READY_ALLOWANCE_SECONDS : seconds(readiness.timeout),
    minHealthySeconds: seconds(readiness.minHealthyTime ?? DEFAULT_MIN_HEALTHY_TIME),
    watchdogPing: readiness.watchdogPing ?? unit.hasWatchdog,
    onFailure,
    historyLimit: draft.revisionHistoryLimit ?? DEFAULT_REVISION_HISTORY_LIMIT,
  };
}
