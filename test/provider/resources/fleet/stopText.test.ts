import { expect, it } from "vitest";
import { stopText } from "../../../../provider/resources/fleet/stopText";

const DEADLINES = { healthyDeadlineMs: 90_000, progressDeadlineMs: 600_000 };

it("says whose deadline a host was stopped by, and how long that was", () => {
  expect(stopText("healthy-deadline", DEADLINES)).toBe(
    "stopped by the rollout, since it was not healthy within 1min 30s (rollout.healthyDeadline)",
  );
  expect(stopText("progress-deadline", DEADLINES)).toBe(
    "stopped by the rollout, since no host became healthy for 10min (rollout.progressDeadline)",
  );
});

it("has nothing to add to a cancellation by somebody", () => {
  expect(stopText("cancelled", DEADLINES)).toBeUndefined();
});
