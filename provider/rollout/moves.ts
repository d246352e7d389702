import type { HaltReason, Verdict } from "./outcome";

/** A host is its place in the fleet, from 0. */
export type Host = number;

/** What the rollout is told; `atMs` never goes back. Whoever drives it answers each action about a host with one event. */
export type RolloutEvent = { readonly atMs: number } & (
  | { readonly kind: "cleared"; readonly host: Host }
  | { readonly kind: "barred"; readonly host: Host; readonly how: Barred }
  /** `isNew`: it ran something else before, to which it can be taken back. */
  | { readonly kind: "healthy"; readonly host: Host; readonly isNew: boolean }
  | {
      readonly kind: "failed";
      readonly host: Host;
      readonly how: Untouched | "failed" | "broken" | "cancelled";
    }
  | { readonly kind: "reverted" | "revert-failed"; readonly host: Host }
  /** Somebody wants it to stop. */
  | { readonly kind: "cancel" }
  /** Time has passed: `deadlineMs` says when the rollout wants to hear so. */
  | { readonly kind: "time" }
);

/** Ways to fail in which nothing on the host was touched. */
export type Untouched = "unreachable" | "refused";

/** What preflight may have against a host. `same-machine`: it has two names, and nothing may be begun under either. */
export type Barred = Untouched | "same-machine";

/**
 * What the rollout wants done.
 * - `preflight`: look whether the host can take the release → `cleared`, `barred`
 * - `update`: bring it there and wait for its verdict → `healthy`, `failed`
 * - `stop`: the update is to stop and undo, `because` of its own deadline or of what halts all; its answer tells how it ended
 * - `revert`: back to what ran before the rollout → `reverted`, `revert-failed`
 * - `end`: the last action of all
 */
export type Action =
  | { readonly kind: "preflight" | "update" | "revert"; readonly host: Host }
  | { readonly kind: "stop"; readonly host: Host; readonly because: StopReason }
  | { readonly kind: "end"; readonly verdict: Verdict };

/** Why a host is told to stop. `healthy-deadline`: its time is up. */
export type StopReason = "healthy-deadline" | HaltReason;

/** A host that the rollout is about; `isCurrent`: it runs the wanted release, and nothing is to be done there. */
export interface Member {
  readonly isCurrent: boolean;
}
