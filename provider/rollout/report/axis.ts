import { formatTimeSpan } from "../../systemd/timeSpan";
import type { RolloutTimeline } from "../timeline";

/** The time that all hosts share: from the beginning of the rollout to its end. */
export interface Axis {
  readonly lengthMs: number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly atMs: number;
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances that people count in. */
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
];

const MOST_TICKS = 8;

/** Ticks at round distances, of which as many as can be read side by side. */
export function axisOf({ startedAtMs, endedAtMs, hosts }: RolloutTimeline): Axis {
  // A host's clock isn't asked, but whoever measured its phases may have looked at the time a moment later.
  const ends = hosts.map(({ phases }) => phases.at(-1)?.toMs ?? 0);
  const lengthMs = ends.reduce((one, other) => Math.max(one, other), Math.max(endedAtMs - startedAtMs, 1));
  const stepMs =
    STEPS_MS.find((step) => lengthMs / step <= MOST_TICKS) ?? Math.ceil(lengthMs / MOST_TICKS / DAY) * DAY;
  const count = Math.floor(lengthMs / stepMs) + 1;
  const ticks = Array.from({ length: count }, (_, at) => ({
    atMs: at * stepMs,
    label: formatTimeSpan(at * stepMs * 1000),
  }));
  return { lengthMs, ticks };
}

/** A place on the axis as SVG takes it: `12.5%`. */
export function place(atMs: number, { lengthMs }: Axis): string {
  return `${Math.round((atMs / lengthMs) * 100_000) / 1000}%`;
}
