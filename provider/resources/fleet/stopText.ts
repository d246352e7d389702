import type { StopReason } from "../../rollout/moves";
import type { RolloutSettings } from "../../rollout/settings";
import { formatTimeSpan } from "../../systemd/timeSpan";

type Deadlines = Pick<RolloutSettings, "healthyDeadlineMs" | "progressDeadlineMs">;

/** Why the rollout stopped a host, where its own words know of a cancellation only; nothing where somebody did cancel. */
export function stopText(because: StopReason, deadlines: Deadlines): string | undefined {
  switch (because) {
    case "healthy-deadline":
      return `stopped by the rollout, since it was not healthy within ${span(deadlines.healthyDeadlineMs ?? 0)} (rollout.healthyDeadline)`;
    case "progress-deadline":
      return `stopped by the rollout, since no host became healthy for ${span(deadlines.progressDeadlineMs)} (rollout.progressDeadline)`;
    default:
      return undefined;
  }
}

const US_PER_MS = 1_000;
const span = (ms: number): string => formatTimeSpan(ms * US_PER_MS);
