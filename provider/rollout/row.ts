import type { RolloutSettings } from "./settings";
import type { Standing } from "./standing";

/** A rollout in one line: `12/20 ready · batch 3/5 · 1 failed of 2 allowed`. */
export function rowText(standing: Standing, settings: RolloutSettings): string {
  const { ready, hosts, failures } = standing;
  return [
    `${ready}/${hosts} ready`,
    stageText(standing, settings),
    ...(failures > 0 || settings.maxFailures > 0
      ? [`${failures} failed of ${settings.maxFailures} allowed`]
      : []),
  ].join(" · ");
}

function stageText({ stage, ...standing }: Standing, { maxParallel }: RolloutSettings): string {
  switch (stage) {
    case "preflight":
      return `looking at ${standing.preflighted}/${standing.toPreflight} hosts`;
    case "canary":
      return `canary ${standing.canaries.healthy}/${standing.canaries.wanted}`;
    case "batch": {
      // They refill as hosts finish, so a batch is as many hosts as may be under way at once.
      const batches = (count: number) => Math.ceil(count / maxParallel);
      return `batch ${batches(standing.batch.begun)}/${batches(standing.batch.of)}`;
    }
    case "draining":
      return "halted, waiting for those under way";
    case "reverting":
      return `taking back ${standing.reverts.ended}/${standing.reverts.of}`;
    case "ended":
      return "done";
  }
}
