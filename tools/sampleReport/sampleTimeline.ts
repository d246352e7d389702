import type { HostOutcome } from "../../provider/rollout/outcome";
import { isReady } from "../../provider/rollout/outcomeWords";
import type { RolloutSettings } from "../../provider/rollout/settings";
import type { HostTimeline, PhaseSpan, RolloutTimeline } from "../../provider/rollout/timeline";
import { makeFleet } from "../simulate/makeFleet";
import { play } from "../simulate/play";
import { randomFrom } from "../simulate/random";
import type { SimulatedHost } from "../simulate/simulatedHost";
import { SAMPLE_FAILURES, sampleUnreachable } from "./sampleFailures";
import type { Story } from "./stories";

const SERVICE = "myapp_notify.service";
const RELEASE = "285f4fd1f7627dcbe0c1";
const BEFORE = "1a4b5671b606d2c9e7f0";

/** A rollout over made-up hosts, with what real ones would have said. The same story and seed give the same timeline. */
export function sampleTimeline({ weather, ...story }: Story, count: number, seed: number): RolloutTimeline {
  const settings: RolloutSettings = {
    canary: 1,
    maxParallel: Math.max(1, Math.floor(count / 10) + 2),
    maxFailures: Math.floor(story.maxFailures * count),
    autoRevert: "host",
    healthyDeadlineMs: undefined,
    progressDeadlineMs: 600_000,
    waitForBatch: false,
    pauseAfterCanary: false,
    ...story.settings,
  };
  const hosts = makeFleet(count, { ...weather, seed }).map((host, at) =>
    story.failing.includes(at) ? failing(withMore(host, at)) : withMore(host, at),
  );
  const { rollout, verdict, phases, endedAtMs } = play({ settings, hosts, cancelAtMs: story.cancelAtMs });
  const random = randomFrom(seed + 1);
  const startedAtMs = Date.UTC(2026, 10, 28, 3, 12, 4);
  return {
    service: SERVICE,
    release: RELEASE,
    startedAtMs,
    endedAtMs: startedAtMs + endedAtMs,
    verdict,
    failures: rollout.standing.failures,
    settings,
    hosts: phases.map((spans, at) =>
      hostTimeline(at, spans, rollout.outcomeOf(at) ?? "not-started", rollout.roleOf(at), random()),
    ),
  };
}

/** Some make their Python environment anew, and a few find another deployment at work. */
function withMore({ phases, ...host }: SimulatedHost, at: number): SimulatedHost {
  return {
    ...host,
    phases: phases.flatMap((span) => {
      if (span.phase === "stage" && at % 13 === 6) return [{ phase: "lock", ms: 6_000 }, span];
      return span.phase === "verify" && at % 3 === 0 ? [{ phase: "runtime", ms: 3_500 }, span] : span;
    }),
  };
}

function failing(host: SimulatedHost): SimulatedHost {
  const [start] = host.phases.filter(({ phase }) => phase === "start");
  const before = host.phases.filter(({ phase }) => phase !== "soak" && phase !== "commit");
  return {
    ...host,
    ...{ isCurrent: false, preflight: "cleared", preflightMs: 250, update: "failed" },
    phases: [...before, { phase: "diagnose", ms: 300 }, { phase: "rollback", ms: start?.ms ?? 1000 }],
  };
}

function hostTimeline(
  at: number,
  phases: readonly PhaseSpan[],
  outcome: HostOutcome,
  role: HostTimeline["role"],
  luck: number,
): HostTimeline {
  const address = `203.0.113.${at + 1}`;
  const release = isReady(outcome) || outcome === "revert-failed" ? RELEASE : BEFORE;
  const start = phases.find(({ phase }) => phase === "start");
  const startMs = start ? start.toMs - start.fromMs : 0;
  const isBack = outcome === "failed";
  const scene = { service: SERVICE, address, release: RELEASE, before: BEFORE, startMs, isBack };
  const fails = SAMPLE_FAILURES[Math.floor(luck * SAMPLE_FAILURES.length)] ?? sampleUnreachable;
  return {
    ...{ name: nameOf(at), address, role, outcome, phases },
    ...(outcome !== "unreachable" && { release }),
    ...(outcome !== "unreachable" && {
      status: outcome === "broken" ? "failed (failed, exit-code)" : "active (running)",
    }),
    ...(isReady(outcome) && start && { readyAfterSeconds: startMs / 1000 }),
    ...(outcome === "unreachable" && { failure: sampleUnreachable(scene) }),
    ...((outcome === "failed" || outcome === "broken") && { failure: fails(scene) }),
    ...(outcome === "revert-failed" && { failure: sampleUnreachable(scene) }),
  };
}

/** Names as they are, short ones and others. */
function nameOf(at: number): string {
  const number = String(at + 1).padStart(2, "0");
  if (at % 11 === 4) return `ip-203-0-113-${at + 1}.eu-central-1.compute.internal.example.org`;
  if (at % 17 === 9) return `köln-веб-${number}`;
  return `web-${number}`;
}
