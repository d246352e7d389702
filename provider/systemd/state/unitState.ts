import { type Microseconds, parseTimeSpan } from "../timeSpan";

/** Properties as `systemctl show` prints them; what it doesn't know is missing or empty. */
export type Properties = Readonly<Record<string, string>>;

/** What systemd says of a unit, typed (org.freedesktop.systemd1(5)). Instants are CLOCK_MONOTONIC. */
export interface UnitState {
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly result: string;
  readonly type: string;
  readonly fragmentPath: string;
  readonly dropInPaths: readonly string[];
  readonly unitFileState: string;
  readonly needDaemonReload: boolean;
  readonly invocationId: string;
  readonly mainPid: number;
  readonly restarts: number;
  readonly statusText: string;
  readonly inactiveExitAtUs: Microseconds;
  readonly activeEnterAtUs: Microseconds;
  readonly watchdogAtUs: Microseconds;
  /** `Infinity` or 0: off. */
  readonly watchdogUs: Microseconds;
}

export function unitState(shown: Properties): UnitState {
  return {
    loadState: shown.LoadState ?? "",
    activeState: shown.ActiveState ?? "",
    subState: shown.SubState ?? "",
    result: shown.Result ?? "",
    type: shown.Type ?? "",
    fragmentPath: shown.FragmentPath ?? "",
    dropInPaths: (shown.DropInPaths ?? "").split(" ").filter((path) => path !== ""),
    unitFileState: shown.UnitFileState ?? "",
    needDaemonReload: shown.NeedDaemonReload === "yes",
    invocationId: shown.InvocationID ?? "",
    mainPid: count(shown.MainPID),
    restarts: count(shown.NRestarts),
    statusText: shown.StatusText ?? "",
    inactiveExitAtUs: count(shown.InactiveExitTimestampMonotonic),
    activeEnterAtUs: count(shown.ActiveEnterTimestampMonotonic),
    watchdogAtUs: count(shown.WatchdogTimestampMonotonic),
    // A span, unlike the timestamps: show formats it for people.
    watchdogUs: parseTimeSpan(shown.WatchdogUSec ?? "") ?? 0,
  };
}

function count(text: string | undefined): number {
  return /^[0-9]+$/.test(text ?? "") ? Number(text) : 0;
}

export function isActiveRunning(shown: Properties): boolean {
  return shown.ActiveState === "active" && shown.SubState === "running";
}

/** The invocation that is shown came up: it entered `active` after it had left `inactive`. */
export function wasReady(shown: Properties): boolean {
  const { activeEnterAtUs, inactiveExitAtUs } = unitState(shown);
  return activeEnterAtUs > 0 && activeEnterAtUs >= inactiveExitAtUs;
}

/** From the start of the first ExecStartPre= or of the program to READY=1; `undefined` for what never came up. */
export function readyAfterSeconds(shown: Properties): number | undefined {
  if (!wasReady(shown)) return undefined;
  const { activeEnterAtUs, inactiveExitAtUs } = unitState(shown);
  return (activeEnterAtUs - inactiveExitAtUs) / 1_000_000;
}
