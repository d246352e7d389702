import { isFailed } from "../../../../provider/rollout/outcomeWords";
import type { RolloutSettings } from "../../../../provider/rollout/settings";
import type { HostTimeline, Phase, PhaseSpan, RolloutTimeline } from "../../../../provider/rollout/timeline";

export const NEW = "285f4fd1f7627dcbe0c1";
export const OLD = "1a4b5671b606d2c9e7f0";

export const SETTINGS: RolloutSettings = {
  canary: 1,
  maxParallel: 2,
  maxFailures: 0,
  autoRevert: "host",
  healthyDeadlineMs: undefined,
  progressDeadlineMs: 600_000,
  waitForBatch: false,
  pauseAfterCanary: false,
};

export function timeline({
  settings,
  ...changed
}: Partial<Omit<RolloutTimeline, "settings">> & { settings?: Partial<RolloutSettings> }): RolloutTimeline {
  return {
    service: "myapp.service",
    release: NEW,
    startedAtMs: Date.UTC(2026, 10, 28, 3, 12, 4),
    endedAtMs: Date.UTC(2026, 10, 28, 3, 14, 18),
    verdict: { kind: "succeeded" },
    failures: changed.hosts?.filter(({ outcome }) => isFailed(outcome)).length ?? 0,
    hosts: [],
    ...changed,
    settings: { ...SETTINGS, ...settings },
  };
}

/** A host that was updated, unless something else is said. */
export function host(name: string, changed: Partial<HostTimeline> = {}): HostTimeline {
  return {
    name,
    address: `${name}.test`,
    role: "batch",
    outcome: "updated",
    phases: [],
    release: NEW,
    status: "active (running)",
    ...changed,
  };
}

export function failed(name: string, did: string, changed: Partial<HostTimeline> = {}): HostTimeline {
  const summary = `myapp.service on ${name}.test ${did}`;
  const failure = { summary, text: `${summary}\n\n  systemd  Result=exit-code\n  to do    Correct it.` };
  return host(name, { outcome: "failed", release: OLD, failure, ...changed });
}

/** One phase after the other from `fromMs` on: `spans(0, ["start", 2000], ["soak", 500])`. */
export function spans(fromMs: number, ...phases: readonly (readonly [Phase, number])[]): PhaseSpan[] {
  let at = fromMs;
  return phases.map(([phase, ms]) => {
    const span = { phase, fromMs: at, toMs: at + ms };
    at = span.toMs;
    return span;
  });
}
