/** What becomes of hosts when the new release fails: the host that failed goes back, all that were touched do, or none. */
export type AutoRevert = "host" | "fleet" | "none";

/** A rollout's rules with shares of the fleet worked out: numbers of hosts, and milliseconds. */
export interface RolloutSettings {
  /** Hosts that have to be healthy before any other is begun. */
  readonly canary: number;
  /** Hosts under way at once, canaries included. */
  readonly maxParallel: number;
  /** Hosts that may fail, unreachable ones included, before no further one is begun. */
  readonly maxFailures: number;
  readonly autoRevert: AutoRevert;
  /** From a host's turn until it is healthy; it is told to go back then. Undefined: the host's own limits alone. */
  readonly healthyDeadlineMs: number | undefined;
  /** How long the rollout may go without another healthy host. */
  readonly progressDeadlineMs: number;
  /** A batch is begun when all of the one before have ended, not whenever one of them has. */
  readonly waitForBatch: boolean;
  /** The rollout ends when its canaries are healthy; the next one goes on with the rest. */
  readonly pauseAfterCanary: boolean;
}
