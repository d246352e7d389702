/**
 * How a host leaves a rollout. Each ends with exactly one of these.
 * - `current`: the wanted release was there already; nothing was done but perhaps repaired
 * - `updated`: it runs the new release, judged by the host itself
 * - `unreachable`, `refused`: preflight could not get in, or found something in the way; it was not touched
 * - `failed`: the new release did not become healthy; what ran before runs again (nothing, where it was the first)
 * - `broken`: the new release did not become healthy, and what ran before does not run again as far as is known
 * - `cancelled`: stopped on its way; what ran before runs again
 * - `reverted`: it was healthy with the new release, and was taken back with the fleet
 * - `revert-failed`: it was to be taken back, and could not be
 * - `not-started`: its turn never came
 */
export const HOST_OUTCOMES = [
  "current",
  "updated",
  "unreachable",
  "refused",
  "failed",
  "broken",
  "cancelled",
  "reverted",
  "revert-failed",
  "not-started",
] as const;
export type HostOutcome = (typeof HOST_OUTCOMES)[number];

/**
 * How a rollout ended.
 * - `succeeded`: every host runs the wanted release
 * - `incomplete`: every host had its turn, and some failed, no more than the budget allows
 * - `paused`: the canaries are healthy, and the rollout was to wait for a word before the rest
 * - `halted`: no further host was begun, for the reason that goes with it
 */
export type Verdict =
  | { readonly kind: "succeeded" | "incomplete" | "paused" }
  | { readonly kind: "halted"; readonly because: HaltReason };

/**
 * - `same-machine`: two names stand for one machine, so that the fleet is not what its program says
 * - `canary`: a canary did not become healthy
 * - `budget`: more hosts failed than `maxFailures` allows
 * - `progress-deadline`: no host became healthy for that long
 * - `cancelled`: somebody stopped it
 */
export type HaltReason = "same-machine" | "canary" | "budget" | "progress-deadline" | "cancelled";
