import type { Action, RolloutEvent } from "../../provider/rollout/moves";
import { HOST_OUTCOMES, type HostOutcome, type Verdict } from "../../provider/rollout/outcome";
import { OUTCOME_WORDS } from "../../provider/rollout/outcomeWords";
import type { Rollout } from "../../provider/rollout/rollout";
import { rowText } from "../../provider/rollout/row";
import type { RolloutSettings } from "../../provider/rollout/settings";
import type { Stage } from "../../provider/rollout/standing";
import type { Played } from "./play";

/** How many lines tell of a stage, however large the fleet. */
const LINES_FOR_A_STAGE = 10;
const MS = 1_000;

/** Tells a rollout as it goes: each stage, and its row some ten times in between. */
export class Narrator {
  #stage: Stage | undefined;
  #nextShare = 0;

  constructor(
    private readonly settings: RolloutSettings,
    private readonly say: (line: string) => void,
  ) {}

  hear(atMs: number, step: RolloutEvent | Action, rollout: Rollout): void {
    const { standing } = rollout;
    const share = shareDone(standing);
    const isNewStage = standing.stage !== this.#stage;
    if (isNewStage) this.#nextShare = 0;
    this.#stage = standing.stage;
    if (step.kind === "end" || (!isNewStage && share < this.#nextShare)) return;
    this.#nextShare = share + 1 / LINES_FOR_A_STAGE;
    this.say(`${clock(atMs)}  ${rowText(standing, this.settings)}`);
  }
}

/** How far the stage has come. */
function shareDone({ stage, preflighted, toPreflight, ready, hosts, reverts }: Rollout["standing"]): number {
  if (stage === "preflight") return preflighted / Math.max(1, toPreflight);
  if (stage === "reverting") return reverts.ended / Math.max(1, reverts.of);
  return ready / Math.max(1, hosts);
}

/** `h:mm:ss` since the rollout began. */
function clock(ms: number): string {
  const seconds = Math.round(ms / MS);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export function verdictText(verdict: Verdict): string {
  return verdict.kind === "halted" ? `halted (${verdict.because})` : verdict.kind;
}

/** The end of the story: the verdict, and how many hosts ended how. */
export function summary({ verdict, endedAtMs, events, rollout }: Played, hosts: number): string {
  const counts = new Map<HostOutcome, number>();
  for (let host = 0; host < hosts; host++) {
    const outcome = rollout.outcomeOf(host);
    if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [
    `${verdictText(verdict)} after ${clock(endedAtMs)}, ${events} events`,
    ...HOST_OUTCOMES.flatMap((outcome) => {
      const count = counts.get(outcome);
      return count === undefined
        ? []
        : [`  ${OUTCOME_WORDS[outcome].padEnd(14)}${String(count).padStart(8)}`];
    }),
  ].join("\n");
}
