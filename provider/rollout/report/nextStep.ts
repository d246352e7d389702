import { isReady } from "../outcomeWords";
import type { RolloutTimeline } from "../timeline";
import { runningOn } from "./running";

/** What a reader can do now, in whole sentences; none where nothing is left to do. */
export function nextSteps(timeline: RolloutTimeline): string[] {
  const { verdict, hosts } = timeline;
  const left = hosts.filter(({ outcome }) => !isReady(outcome)).length;
  const uncertain = hosts
    .filter((host) => ["broken", "not-reverted"].includes(runningOn(host)))
    .map(({ name }) => name);
  const look =
    uncertain.length === 0
      ? []
      : [`Look at ${some(uncertain)} first: \`systemctl status ${timeline.service}\` there says what runs.`];
  if (verdict.kind === "succeeded" || left === 0) return look;
  const rest = `the ${left === 1 ? "host that is" : `${left} hosts that are`} not there yet`;
  const again = `\`pulumi up\` then works only on ${rest}.`;
  switch (verdict.kind) {
    case "incomplete":
      return [...look, `Correct what the failures below name; ${again}`];
    case "paused":
      return [...look, `Look at the canary's work; the next \`pulumi up\` goes on with ${rest}.`];
    case "halted":
      switch (verdict.because) {
        case "same-machine":
        case "canary":
        case "budget":
          return [...look, `Correct what the failures below name, in the program or on the hosts; ${again}`];
        case "progress-deadline":
          return [
            ...look,
            `See below what the hosts were busy with when time ran out; the next \`pulumi up\` works only on ${rest}.`,
          ];
        case "cancelled":
          return [...look, `The next \`pulumi up\` works only on ${rest}.`];
      }
  }
}

const NAMED = 5;

function some(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more <= 0 ? names.join(", ") : `${names.slice(0, NAMED).join(", ")} and ${more} more`;
}
