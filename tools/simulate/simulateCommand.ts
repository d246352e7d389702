import { isFailed } from "../../provider/rollout/outcomeWords";
import type { RolloutTimeline } from "../../provider/rollout/timeline";
import { parseCommandLine, type Simulation, USAGE } from "./commandLine";
import { makeFleet } from "./makeFleet";
import { type Played, play } from "./play";
import { Narrator, summary } from "./tell";

/** `npm run simulate`. @returns the exit code */
export function runSimulateCommand(args: readonly string[]): number {
  const command = parseCommandLine(args);
  switch (command.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      process.stderr.write(`npm run simulate: ${command.reason}\n\n${USAGE}`);
      return 2;
    case "run":
      return simulate(command.simulation, (text) => process.stdout.write(`${text}\n`));
  }
}

export function simulate(simulation: Simulation, say: (text: string) => void): number {
  const { hosts: count, weather, settings, cancelAtMs, isJson } = simulation;
  const narrator = new Narrator(settings, say);
  const played = play({
    settings,
    hosts: makeFleet(count, weather),
    ...(cancelAtMs !== undefined && { cancelAtMs }),
    ...(!isJson && { onStep: (atMs, step, rollout) => narrator.hear(atMs, step, rollout) }),
  });
  say(isJson ? JSON.stringify(timelineOf(played, simulation), null, 1) : `\n${summary(played, count)}`);
  return played.verdict.kind === "succeeded" ? 0 : 1;
}

/** The play as a report draws it. */
function timelineOf(
  { verdict, endedAtMs, phases, rollout }: Played,
  { settings }: Simulation,
): RolloutTimeline {
  return {
    service: "simulated.service",
    release: "0".repeat(20),
    startedAtMs: 0,
    endedAtMs,
    verdict,
    failures: rollout.standing.failures,
    settings,
    hosts: phases.map((spans, host) => {
      const outcome = rollout.outcomeOf(host) ?? "not-started";
      const isBad = isFailed(outcome) || outcome === "revert-failed";
      const failure = { summary: `host${host + 1}: ${outcome}`, text: "A made-up host has no more to say." };
      return {
        name: `host${host + 1}`,
        address: `host${host + 1}.test`,
        role: rollout.roleOf(host),
        outcome,
        phases: spans,
        ...(isBad && { failure }),
      };
    }),
  };
}
