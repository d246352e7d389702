import { drive } from "../../rollout/drive";
import type { Verdict } from "../../rollout/outcome";
import { Rollout } from "../../rollout/rollout";
import { rowText } from "../../rollout/row";
import type { RolloutSettings } from "../../rollout/settings";
import type { HostTimeline, RolloutTimeline } from "../../rollout/timeline";
import { recordedRelease } from "../service/recordedRelease";
import type { ValueMap } from "../value";
import { FleetCrew, type Task } from "./crew";
import { hostLine } from "./fleetText";
import { textOf, withOutcome } from "./hostRecord";
import type { Place } from "./place";

/** Each is a connection, and a handshake that takes this machine's time. */
const LOOKS_AT_ONCE = 50;

export interface RolledOut {
  readonly verdict: Verdict;
  readonly timeline: RolloutTimeline;
}

/** Rolls the release out over the places, which then say what is there. */
export async function rollOut(
  { places, operation, ...task }: Omit<Task, "now" | "settings">,
  settings: RolloutSettings,
  news: ValueMap,
): Promise<RolledOut> {
  const startedAtMs = Date.now();
  const zeroMs = performance.now();
  const now = () => Math.round(performance.now() - zeroMs);
  const crew = new FleetCrew({ ...task, places, settings, operation, now });
  const rollout = new Rollout(
    settings,
    places.map(({ why }) => ({ isCurrent: why === undefined })),
  );
  const verdict = await drive({
    rollout,
    crew,
    signal: signalOf(operation),
    looksAtOnce: LOOKS_AT_ONCE,
    onEvent(host) {
      const [place, outcome] = host === undefined ? [] : [places[host], rollout.outcomeOf(host)];
      if (place !== undefined && outcome !== undefined) operation.inform(hostLine(place, outcome));
      operation.progress(rowText(rollout.standing, settings));
    },
  });
  for (const [host, place] of places.entries())
    place.record = withOutcome(place.record, rollout.outcomeOf(host) ?? "not-started", place.failure);
  const hosts = places.map((place, host) => hostTimeline(place, rollout.roleOf(host), crew.phasesOf(host)));
  return {
    verdict,
    timeline: {
      service: task.unit,
      release: recordedRelease(news).digest,
      startedAtMs,
      endedAtMs: startedAtMs + now(),
      verdict,
      failures: rollout.standing.failures,
      settings,
      hosts,
    },
  };
}

const MS_PER_SECOND = 1_000;

/** Cancelled by the user, or by the time that the program gives the operation (customTimeouts). */
function signalOf({ signal, timeoutSeconds }: Task["operation"]): AbortSignal {
  if (timeoutSeconds === undefined) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND)]);
}

function hostTimeline(
  { name, address, record, failure }: Place,
  role: HostTimeline["role"],
  phases: HostTimeline["phases"],
): HostTimeline {
  const { readyAfter } = record;
  return {
    name,
    address,
    role,
    outcome: record.outcome as HostTimeline["outcome"],
    phases,
    status: textOf(record.status),
    release: textOf(record.releaseDigest),
    ...(typeof readyAfter === "number" && { readyAfterSeconds: readyAfter }),
    ...(failure !== undefined && { failure: { summary: firstLine(failure), text: failure } }),
  };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
