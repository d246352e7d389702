import { formatTimeSpan, type Microseconds, parseTimeSpan } from "../../timeSpan";
import type { UnitSpec } from "../unitSpec";

/** What a unit says when its author doesn't, wherever systemd's own default serves a notify service badly. */
export const UNIT_DEFAULTS = {
  type: "notify",
  notifyAccess: "main",
  restart: "on-failure",
  /** systemd's own, written out so that the deployment can count on it. */
  timeoutStart: "90s",
  startLimitBurst: 5,
  wantedBy: ["multi-user.target"],
} as const;

const MINUTE_US = 60_000_000;
/** systemd's own RestartSec= (systemd.service(5)). */
const RESTART_SEC_US = 100_000;
/** What a daemon may take to end after SIGTERM, on top of each failed start. */
const STOP_ALLOWANCE_US = 10_000_000;

/**
 * A limit is reached when `StartLimitBurst=` starts lie within `StartLimitIntervalSec=`. systemd's 10 s never see five
 * starts of a service that fails after 10 s each, so its crash loop never ends. Ours has room for as many tries as the
 * burst allows, each taking all of `timeoutStart`, in whole minutes.
 */
export function defaultStartLimitInterval(
  spec: Pick<UnitSpec, "timeoutStart" | "restartSec" | "startLimitBurst">,
): string {
  const burst = spec.startLimitBurst ?? UNIT_DEFAULTS.startLimitBurst;
  const tryUs =
    spanOr(spec.timeoutStart, 90_000_000) + spanOr(spec.restartSec, RESTART_SEC_US) + STOP_ALLOWANCE_US;
  return formatTimeSpan(Math.ceil((burst * tryUs) / MINUTE_US) * MINUTE_US);
}

/** Without an end (`infinity`, and `0` for a start) there is nothing to multiply: the usual length stands in. */
function spanOr(text: string | undefined, usual: Microseconds): Microseconds {
  const span = parseTimeSpan(text ?? "") ?? usual;
  return span === 0 || span === Number.POSITIVE_INFINITY ? usual : span;
}

/** Python buffers blocks when stdout is the journal's socket, and a killed process loses them (python(1)). */
export const UNBUFFERED_PYTHON = { name: "PYTHONUNBUFFERED", value: "1" } as const;
