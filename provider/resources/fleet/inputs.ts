import type { AutoRevert } from "../../rollout/settings";
import type { ConnectionSpec } from "../../ssh/connectionSpec";
import type { ServiceSpec } from "../service/inputs";

/** One host of a fleet. */
export interface FleetHostSpec {
  /** How to reach it: what is written here outranks the fleet's `connection`, field by field. `host` has to be in one of them. */
  connection?: Partial<ConnectionSpec>;
  /** Added to `unit.environment`, and outranks it: the host then runs a release of its own. @default none */
  environment?: Record<string, string>;
  /** Added to `secrets`, and outranks them: the host then runs a release of its own. Marked secret, however given. @default none */
  secrets?: Record<string, string>;
}

/** How a release goes over the fleet. Shares are of all its hosts, and are rounded down. */
export interface RolloutSpec {
  /** Hosts that have to be healthy before any other is begun: a number, or a share such as "5%". @default 1 */
  canary?: number | string;
  /** End when the canaries are healthy, with an error that says so; the next `pulumi up` goes on with the rest. @default false */
  pauseAfterCanary?: boolean;
  /** Hosts under way at once: a number, or a share such as "25%", but one at least. @default 1 */
  maxParallel?: number | string;
  /** Begin a batch when all of the one before have ended, and not whenever a host has. @default false */
  waitForBatch?: boolean;
  /** Hosts that may fail, unreachable ones included, before no further one is begun: a number, or a share. @default 0 */
  maxFailures?: number | string;
  /**
   * What goes back to what it ran before: the `host` on which the release failed; the whole `fleet`, when the rollout halts;
   * or `none`, which leaves a failed release in place for a look at it.
   * @default "host"
   */
  autoRevert?: AutoRevert;
  /** How long a host must stay up, unrestarted, after READY=1. @default `readiness.minHealthyTime` */
  minHealthyTime?: string;
  /** From a host's turn until it is healthy, upload and installation included; then it is told to go back. @default none */
  healthyDeadline?: string;
  /** How long the rollout may go without another healthy host. @default what a host may take for itself, and 10min */
  progressDeadline?: string;
}

/**
 * What a user says about one service on many hosts: the inputs of `systemd:index:Fleet`. All of a service's, but for
 * `onFailure`, which is `rollout.autoRevert` here.
 */
export interface FleetSpec<Source> extends Omit<ServiceSpec<Source>, "connection" | "onFailure"> {
  /** The hosts, each by a name of its own, which may change its address later. */
  hosts: Record<string, FleetHostSpec>;
  /** What all hosts have in common. */
  connection?: Partial<ConnectionSpec>;
  rollout?: RolloutSpec;
  /**
   * Names of hosts that were removed from `hosts` and can't be reached any more: nothing connects to them, and they are
   * forgotten with whatever is on them. @default none
   */
  retire?: string[];
  /** A file of this machine, to which each rollout writes what it did: one HTML page. @default none */
  report?: string;
}
