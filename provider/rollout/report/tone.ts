import type { HostOutcome } from "../outcome";
import { isFailed, isReady } from "../outcomeWords";

/** How much of a reader's eye an outcome wants. */
export type Tone = "good" | "bad" | "idle";

export function toneOf(outcome: HostOutcome): Tone {
  if (isFailed(outcome) || outcome === "revert-failed") return "bad";
  return isReady(outcome) ? "good" : "idle";
}

/** Told by its shape too, for eyes and printers without colour. */
export function markOf(outcome: HostOutcome): string {
  if (outcome === "reverted" || outcome === "cancelled") return "↶";
  return { good: "✓", bad: "✕", idle: "○" }[toneOf(outcome)];
}
