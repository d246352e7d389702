import { parseTimeSpan } from "../timeSpan";
import { parseUnitFile } from "./unitFile";

/** What of a finished unit text bears on its deployment, whether it was rendered from fields or given as text. */
export interface UnitFacts {
  /** `Type=`; systemd's own default is simple. */
  readonly type: string;
  /** `User=` and `Group=`; empty for root, and for a user that systemd makes itself. */
  readonly user: string;
  readonly group: string;
  /** `TimeoutStartSec=`, or the older `TimeoutSec=` that sets it too. */
  readonly timeoutStart: string | undefined;
  readonly hasWatchdog: boolean;
  /** There is an [Install] section to enable. */
  readonly enable: boolean;
}

export function unitFactsOf(text: string): UnitFacts {
  const { assignments } = parseUnitFile(text);
  const last = (...names: readonly string[]) =>
    assignments.findLast(({ section, name }) => section === "Service" && names.includes(name))?.value;
  const dynamic = /^(1|yes|y|true|t|on)$/i.test(last("DynamicUser") ?? "");
  const watchdog = parseTimeSpan(last("WatchdogSec") ?? "0") ?? 0;
  return {
    type: last("Type") ?? "simple",
    user: dynamic ? "" : (last("User") ?? ""),
    group: dynamic ? "" : (last("Group") ?? ""),
    timeoutStart: last("TimeoutStartSec", "TimeoutSec"),
    hasWatchdog: watchdog > 0,
    enable: assignments.some(({ section, value }) => section === "Install" && value !== ""),
  };
}
