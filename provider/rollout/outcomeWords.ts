import type { HostOutcome } from "./outcome";

/** A host's end in a word or two, the same in the terminal and in the report. */
export const OUTCOME_WORDS: Readonly<Record<HostOutcome, string>> = {
  current: "current",
  updated: "updated",
  unreachable: "unreachable",
  refused: "refused",
  failed: "failed",
  broken: "broken",
  cancelled: "cancelled",
  reverted: "reverted",
  "revert-failed": "not reverted",
  "not-started": "not started",
};

/** What the word says of the host. */
export const OUTCOME_MEANINGS: Readonly<Record<HostOutcome, string>> = {
  current: "the release was there already",
  updated: "it runs the new release",
  unreachable: "it could not be reached, and was not touched",
  refused: "something on it is in the way, and it was not touched",
  failed: "the new release did not become healthy; what ran before runs again, if anything did",
  broken: "the new release did not become healthy, and what ran before is not known to run again",
  cancelled: "it was stopped on its way; what ran before runs again, if anything did",
  reverted: "it was taken back with the fleet",
  "revert-failed": "it was to be taken back with the fleet, and could not be",
  "not-started": "its turn never came, and it was not touched",
};

const READY: ReadonlySet<HostOutcome> = new Set(["current", "updated"]);
const FAILED: ReadonlySet<HostOutcome> = new Set(["unreachable", "refused", "failed", "broken"]);

/** It runs the wanted release. */
export function isReady(outcome: HostOutcome): boolean {
  return READY.has(outcome);
}

/** It counts against `maxFailures`. */
export function isFailed(outcome: HostOutcome): boolean {
  return FAILED.has(outcome);
}
