import type { HostOutcome, Verdict } from "./outcome";
import type { RolloutSettings } from "./settings";

/**
 * What a host was busy with, in the order in which a deployment comes by. `preflight` is the look at all hosts before the
 * first is touched; `check` is the deployment's own. `start` ends with READY=1 and `soak` follows it. `rollback` is the
 * host's own way back, `revert` the fleet's.
 */
export const PHASES = [
  "preflight",
  "connect",
  "check",
  "upload",
  "lock",
  "stage",
  "runtime",
  "verify",
  "start",
  "soak",
  "commit",
  "diagnose",
  "rollback",
  "revert",
] as const;
export type Phase = (typeof PHASES)[number];

/** Milliseconds since the rollout began. */
export interface PhaseSpan {
  readonly phase: Phase;
  readonly fromMs: number;
  readonly toMs: number;
}

/** One host's part of a rollout. */
export interface HostTimeline {
  /** Its name in `hosts`. */
  readonly name: string;
  readonly address: string;
  readonly role: "canary" | "batch";
  readonly outcome: HostOutcome;
  /** One after the other, with gaps where it waited for its turn; none for a host that took no part. */
  readonly phases: readonly PhaseSpan[];
  /** `active (running)`, as far as it is known what runs now. */
  readonly status?: string;
  /** The digest of what runs now. */
  readonly release?: string;
  /** Seconds from the start of the process to its READY=1. */
  readonly readyAfterSeconds?: number;
  /** Why it failed: a sentence, and the whole diagnosis as the terminal shows it (several lines, journal included). */
  readonly failure?: { readonly summary: string; readonly text: string };
}

/** A rollout from its beginning to its end, as plain data. No secrets are in it. */
export interface RolloutTimeline {
  /** `myapp.service` */
  readonly service: string;
  /** The digest of the release that was rolled out; hosts with settings of their own run another one. */
  readonly release: string;
  /** Since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly verdict: Verdict;
  /** All that counted against `maxFailures`: a host that was taken back with the fleet later is one of them. */
  readonly failures: number;
  readonly settings: RolloutSettings;
  /** In the order of the program. */
  readonly hosts: readonly HostTimeline[];
}
