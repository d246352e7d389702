import { randomFrom } from "./random";
import type { SimulatedHost } from "./simulatedHost";

/** How often things go wrong: shares from 0 to 1 of the hosts, each drawn for itself. */
export interface Weather {
  readonly seed: number;
  /** Run the wanted release already. */
  readonly current: number;
  readonly unreachable: number;
  /** Of those that are updated: the release fails there. */
  readonly failing: number;
  /** Of those: what ran before does not come back. */
  readonly broken: number;
  /** Take ten times as long as others. */
  readonly slow: number;
  /** Of reverts: fail. */
  readonly stuck: number;
  /** Seconds that the daemon takes to become ready, give or take a half. */
  readonly startSeconds: number;
  readonly soakSeconds: number;
}

const MS = 1_000;
const SLOW = 10;

/** A fleet that is drawn from the seed: the same seed makes the same hosts. */
export function makeFleet(count: number, weather: Weather): SimulatedHost[] {
  const random = randomFrom(weather.seed);
  const happens = (share: number) => random() < share;
  const about = (ms: number) => Math.round(ms * (0.5 + random()));
  return Array.from({ length: count }, () => {
    const factor = happens(weather.slow) ? SLOW : 1;
    const isReachable = !happens(weather.unreachable);
    const isFailing = happens(weather.failing);
    const startMs = about(weather.startSeconds * MS) * factor;
    return {
      isCurrent: happens(weather.current),
      preflight: isReachable ? "cleared" : "unreachable",
      preflightMs: isReachable ? about(300) * factor : 15 * MS,
      update: isFailing ? (happens(weather.broken) ? "broken" : "failed") : "healthy",
      phases: [
        { phase: "connect", ms: about(200) },
        { phase: "check", ms: about(100) },
        { phase: "upload", ms: about(300) * factor },
        { phase: "stage", ms: about(200) },
        { phase: "verify", ms: about(150) },
        { phase: "start", ms: startMs },
        ...(isFailing
          ? ([
              { phase: "diagnose", ms: about(300) },
              { phase: "rollback", ms: startMs },
            ] as const)
          : ([
              { phase: "soak", ms: weather.soakSeconds * MS },
              { phase: "commit", ms: about(100) },
            ] as const)),
      ],
      stopMs: startMs,
      stopped: "cancelled",
      revert: happens(weather.stuck) ? "revert-failed" : "reverted",
      revertMs: startMs + weather.soakSeconds * MS,
    };
  });
}
