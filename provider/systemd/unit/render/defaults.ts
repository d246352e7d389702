import { formatTimeSpan, type Microseconds, parseTimeSpan } from "../../timeSpan";
import type { HardeningSet, NotifyAccess, Restart, ServiceType, UnitSpec } from "../unitSpec";
import { HARDENING, type Lines } from "./hardening";

/** What a unit says when its author doesn't, wherever systemd's own default serves a notify service badly. */
export interface UnitDefaults {
  readonly type: ServiceType;
  readonly notifyAccess: NotifyAccess;
  readonly restart: Restart;
  readonly timeoutStart: string;
  readonly startLimitBurst: number;
  startLimitInterval(spec: StartLimits): string;
  readonly wantedBy: readonly string[];
  /** What each named set stands for. */
  readonly hardening: Readonly<Record<HardeningSet, Lines>>;
}

const FIRST: UnitDefaults = {
  type: "notify",
  notifyAccess: "main",
  restart: "on-failure",
  // systemd's own, written out so that the deployment can count on it.
  timeoutStart: "90s",
  startLimitBurst: 5,
  startLimitInterval: roomForEveryTry,
  wantedBy: ["multi-user.target"],
  hardening: HARDENING,
};

/**
 * All defaults that this package has had, oldest first. What was released is never edited, only followed by another: a
 * service whose program stays the same keeps those that it runs with (docs/architecture.md), as release.defaults says in its
 * state.
 */
export const EDITIONS: Editions = [FIRST];
export type Editions = readonly [UnitDefaults, ...UnitDefaults[]];

/** The defaults of an edition, counted from 1; the newest for want of a number that this version knows. */
export function defaultsOf(edition: number | undefined, editions = EDITIONS): UnitDefaults {
  return editions[(edition ?? editions.length) - 1] ?? (editions.at(-1) as UnitDefaults);
}

type StartLimits = Pick<UnitSpec, "timeoutStart" | "restartSec"> & { readonly startLimitBurst: number };

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
function roomForEveryTry({ timeoutStart, restartSec, startLimitBurst: burst }: StartLimits): string {
  const tryUs = spanOr(timeoutStart, 90_000_000) + spanOr(restartSec, RESTART_SEC_US) + STOP_ALLOWANCE_US;
  return formatTimeSpan(Math.ceil((burst * tryUs) / MINUTE_US) * MINUTE_US);
}

/** Without an end (`infinity`, and `0` for a start) there is nothing to multiply: the usual length stands in. */
function spanOr(text: string | undefined, usual: Microseconds): Microseconds {
  const span = parseTimeSpan(text ?? "") ?? usual;
  return span === 0 || span === Number.POSITIVE_INFINITY ? usual : span;
}

/** Python buffers blocks when stdout is the journal's socket, and a killed process loses them (python(1)). */
export const UNBUFFERED_PYTHON = { name: "PYTHONUNBUFFERED", value: "1" } as const;
