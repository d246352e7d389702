import type { Barred, Untouched } from "../../provider/rollout/moves";
import type { Phase } from "../../provider/rollout/timeline";

/** What a made-up host does when its turn comes, and how long each part takes it. */
export interface SimulatedHost {
  /** It runs the wanted release already. */
  readonly isCurrent: boolean;
  readonly preflight: "cleared" | Barred;
  readonly preflightMs: number;
  /** `repaired`: it is healthy with the release that it had before. */
  readonly update: "healthy" | "repaired" | Untouched | "failed" | "broken";
  /** What the update consists of, one after the other. */
  readonly phases: readonly { readonly phase: Phase; readonly ms: number }[];
  /** From being told to stop to its answer: mostly that it did, but it may have committed already, or not come back. */
  readonly stopMs: number;
  readonly stopped: "cancelled" | "healthy" | "broken";
  readonly revert: "reverted" | "revert-failed";
  readonly revertMs: number;
}
