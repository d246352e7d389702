import type { Outcome } from "../../host/transcript";

/**
 * What the engine is told of a deployment.
 * - `done`: the asked-for release runs
 * - `nothing`: a plain error, the state stays as it was (for a create: none)
 * - `partial`: an error with outputs that tell what is on the host; the next `up` calls Update
 */
export type Settlement = "done" | "nothing" | "partial";

/** Outcomes after which no part of the failed deployment is left on the host. */
const LEAVES_NOTHING: readonly Outcome[] = ["refused", "busy", "failed", "cancelled"];

export function settle(operation: "create" | "update", outcome: Outcome): Settlement {
  if (outcome === "committed" || outcome === "unchanged") return "done";
  if (!LEAVES_NOTHING.includes(outcome)) return "partial";
  // A failed update leaves the old version, and outputs must say so: a plain error would keep what a refresh may have
  // found before. Where the host wasn't asked what runs, the old outputs stand.
  return operation === "update" && outcome === "failed" ? "partial" : "nothing";
}
