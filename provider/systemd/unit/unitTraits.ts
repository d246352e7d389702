import { parseTimeSpan } from "../timeSpan";
import { isAcceptedWord } from "./directives/valueForms";
import { type Assignment, parseUnitFile } from "./unitFile";
import { splitWords } from "./words";

/** What of a finished unit the deployment has to know, whoever wrote its text. */
export interface UnitTraits {
  readonly type: string;
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly dynamicUser: boolean;
  /** `TimeoutStartSec=` as written; absent: systemd's own default counts. */
  readonly timeoutStart: string | undefined;
  /** `TimeoutStopSec=` as written; absent: systemd's own default counts. */
  readonly timeoutStop: string | undefined;
  /** `WatchdogSec=` is set to a time that ends. */
  readonly hasWatchdog: boolean;
  /** There is something to enable: [Install] has a directive. */
  readonly isInstallable: boolean;
  /** `StateDirectory=`, relative to /var/lib. */
  readonly stateDirectories: readonly string[];
}

/** Reads them as systemd would: of settings with one value the last line counts, and an empty one resets. */
export function unitTraits(unitText: string): UnitTraits {
  const { assignments } = parseUnitFile(unitText);
  const service = assignments.filter(({ section }) => section === "Service");
  const last = (...names: string[]) =>
    service.findLast(({ name }) => names.includes(name))?.value || undefined;
  const dynamicUser = last("DynamicUser");
  const watchdogUs = parseTimeSpan(last("WatchdogSec") ?? "") ?? 0;
  return {
    type: last("Type") ?? "simple",
    user: last("User"),
    group: last("Group"),
    dynamicUser: dynamicUser !== undefined && isTrue(dynamicUser),
    timeoutStart: last("TimeoutStartSec", "TimeoutSec"),
    timeoutStop: last("TimeoutStopSec", "TimeoutSec"),
    hasWatchdog: watchdogUs > 0 && watchdogUs !== Number.POSITIVE_INFINITY,
    isInstallable: assignments.some(({ section, value }) => section === "Install" && value !== ""),
    stateDirectories: listOf(service, "StateDirectory"),
  };
}

function isTrue(value: string): boolean {
  return isAcceptedWord("DynamicUser", value) && /^(1|y|t|on)/i.test(value);
}

/** Lists add up; an empty assignment begins anew. */
function listOf(assignments: readonly Assignment[], wanted: string): string[] {
  const values = assignments.filter(({ name }) => name === wanted).map(({ value }) => value);
  return values
    .slice(values.lastIndexOf("") + 1)
    .flatMap((value) => splitWords(value) ?? [])
    .map(({ text }) => text);
}
