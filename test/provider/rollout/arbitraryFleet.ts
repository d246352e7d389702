import fc from "fast-check";
import type { RolloutSettings } from "../../../provider/rollout/settings";
import type { Play } from "../../../tools/simulate/play";
import type { SimulatedHost } from "../../../tools/simulate/simulatedHost";

const ms = fc.integer({ min: 0, max: 100 });

const host: fc.Arbitrary<SimulatedHost> = fc.record({
  isCurrent: fc.oneof(
    { weight: 5, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  preflight: fc.oneof(
    { weight: 200, arbitrary: oftenFirst("cleared", "unreachable", "refused") },
    { weight: 1, arbitrary: fc.constant("same-machine" as const) },
  ),
  preflightMs: ms,
  update: oftenFirst("healthy", "repaired", "unreachable", "refused", "failed", "broken"),
  phases: fc.array(fc.record({ phase: fc.constantFrom("stage" as const, "start", "soak"), ms }), {
    maxLength: 3,
  }),
  stopMs: ms,
  stopped: oftenFirst("cancelled", "healthy", "broken"),
  revert: oftenFirst("reverted", "revert-failed"),
  revertMs: ms,
});

function oftenFirst<Word extends string>(usual: Word, ...others: Word[]): fc.Arbitrary<Word> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
}

const settings: fc.Arbitrary<RolloutSettings> = fc.record({
  canary: fc.integer({ min: 0, max: 4 }),
  maxParallel: fc.integer({ min: 1, max: 8 }),
  maxFailures: fc.integer({ min: 0, max: 5 }),
  autoRevert: fc.constantFrom("host", "fleet", "none"),
  healthyDeadlineMs: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
  progressDeadlineMs: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(1_000_000)),
  waitForBatch: fc.boolean(),
  pauseAfterCanary: fc.boolean(),
});

/** Any fleet with any rules: hosts that fail in any way after any time, and somebody who may stop it at any moment. */
export const anyPlay: fc.Arbitrary<Omit<Play, "onStep">> = fc.record(
  {
    settings,
    hosts: fc.array(host, { maxLength: 40 }),
    cancelAtMs: fc.integer({ min: 0, max: 1_000 }),
  },
  { requiredKeys: ["settings", "hosts"] },
);
