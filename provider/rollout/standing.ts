/**
 * - `preflight`: every host is looked at, and none is touched
 * - `canary`, `batch`: hosts are updated
 * - `draining`: none is begun any more, and those under way come to their end
 * - `reverting`: those that were touched go back
 */
export type Stage = "preflight" | "canary" | "batch" | "draining" | "reverting" | "ended";

/** What a reader wants to know of a rollout while it runs. */
export interface Standing {
  readonly stage: Stage;
  readonly hosts: number;
  /** Hosts that run the wanted release, as judged by themselves. */
  readonly ready: number;
  readonly failures: number;
  /** Hosts that were looked at, and that are to be. */
  readonly preflighted: number;
  readonly toPreflight: number;
  readonly canaries: { readonly healthy: number; readonly wanted: number };
  /** Hosts begun after the canaries, and how many of them there are. */
  readonly batch: { readonly begun: number; readonly of: number };
  readonly reverts: { readonly ended: number; readonly of: number };
}
