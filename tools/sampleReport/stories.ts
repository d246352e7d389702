import type { RolloutSettings } from "../../provider/rollout/settings";
import type { Weather } from "../simulate/makeFleet";

/** Rollouts that end in different ways. */
export interface Story {
  readonly weather: Omit<Weather, "seed">;
  /** A share of the fleet. */
  readonly maxFailures: number;
  readonly settings: Partial<RolloutSettings>;
  /** Hosts, by their place, on which the release fails for certain. */
  readonly failing: readonly number[];
  readonly cancelAtMs?: number;
}

const FAIR: Story["weather"] = {
  ...{ current: 0, unreachable: 0, failing: 0, broken: 0, slow: 0.05, stuck: 0 },
  ...{ startSeconds: 12, soakSeconds: 10 },
};

export const STORIES: Readonly<Record<string, Story>> = {
  succeeded: { weather: { ...FAIR, current: 0.1 }, maxFailures: 0, settings: {}, failing: [] },
  incomplete: {
    weather: { ...FAIR, unreachable: 0.03, failing: 0.04, broken: 0.2 },
    maxFailures: 0.2,
    settings: {},
    failing: [7],
  },
  canary: { weather: FAIR, maxFailures: 0, settings: {}, failing: [0] },
  budget: {
    weather: { ...FAIR, unreachable: 0.03, failing: 0.12, broken: 0.1 },
    maxFailures: 0.1,
    settings: {},
    failing: [3, 6, 9],
  },
  "taken-back": {
    weather: { ...FAIR, stuck: 0.1 },
    maxFailures: 0.1,
    settings: { autoRevert: "fleet" },
    failing: [5, 6, 8],
  },
  paused: { weather: FAIR, maxFailures: 0, settings: { pauseAfterCanary: true, canary: 2 }, failing: [] },
  cancelled: { weather: FAIR, maxFailures: 0.1, settings: {}, failing: [2], cancelAtMs: 45_000 },
  stuck: {
    weather: { ...FAIR, startSeconds: 400 },
    maxFailures: 0,
    settings: { progressDeadlineMs: 120_000 },
    failing: [],
  },
};
