import { parseArgs } from "node:util";
import type { AutoRevert, RolloutSettings } from "../../provider/rollout/settings";
import { fractionOf, hostsOf } from "../../provider/rollout/share";
import type { Weather } from "./makeFleet";

export interface Simulation {
  readonly hosts: number;
  readonly weather: Weather;
  readonly settings: RolloutSettings;
  readonly cancelAtMs: number | undefined;
  readonly isJson: boolean;
}

export type SimulateCommand =
  | { readonly verb: "run"; readonly simulation: Simulation }
  | { readonly verb: "help" }
  | { readonly verb: "wrong"; readonly reason: string };

export const USAGE = `Plays a rollout over a fleet of made-up hosts, by the rules that a real one goes by, in a time that costs nothing.
The same seed tells the same story.

  npm run simulate [-- --hosts 100000 --seed 1 …]

  the fleet                                        the rules
  --hosts N            how many (1000)             --canary N|P%          how many go first (1)
  --seed N             which fleet (1)             --max-parallel N|P%    under way at once (10%)
  --current P%         up to date already (0%)     --max-failures N|P%    before it halts (0)
  --unreachable P%     down (0%)                   --auto-revert WORD     host, fleet or none (host)
  --failing P%         the release fails (0%)      --healthy-deadline S   seconds for one host (none)
  --broken P%          of these: no way back (0%)  --progress-deadline S  without a healthy host (600)
  --slow P%            ten times slower (0%)       --wait-for-batch       no refilling
  --stuck P%           reverts that fail (0%)      --pause-after-canary   end when the canaries are healthy
  --start S            seconds to READY=1 (10)     --cancel-at S          somebody stops it then (never)
  --soak S             seconds of the soak (10)    --json                 the timeline of every host as JSON

Ends with 0 when the rollout succeeded, 1 when it didn't.
`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  hosts: { type: "string", default: "1000" },
  seed: { type: "string", default: "1" },
  current: { type: "string", default: "0%" },
  unreachable: { type: "string", default: "0%" },
  failing: { type: "string", default: "0%" },
  broken: { type: "string", default: "0%" },
  slow: { type: "string", default: "0%" },
  stuck: { type: "string", default: "0%" },
  start: { type: "string", default: "10" },
  soak: { type: "string", default: "10" },
  canary: { type: "string", default: "1" },
  "max-parallel": { type: "string", default: "10%" },
  "max-failures": { type: "string", default: "0" },
  "auto-revert": { type: "string", default: "host" },
  "healthy-deadline": { type: "string" },
  "progress-deadline": { type: "string", default: "600" },
  "wait-for-batch": { type: "boolean", default: false },
  "pause-after-canary": { type: "boolean", default: false },
  "cancel-at": { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const MOST_HOSTS = 1_000_000;
const MS = 1_000;

class Wrong extends Error {}

export function parseCommandLine(args: readonly string[]): SimulateCommand {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help) return { verb: "help" };
    const hosts = whole("--hosts", values.hosts, 1, MOST_HOSTS);
    const number = (option: "canary" | "max-parallel" | "max-failures", least: number) =>
      Math.max(least, numberOrShare(`--${option}`, values[option], hosts));
    const ms = (option: string, text: string | undefined) =>
      text === undefined ? undefined : whole(`--${option}`, text, 0, MOST_HOSTS) * MS;
    const rate = (option: "current" | "unreachable" | "failing" | "broken" | "slow" | "stuck") =>
      share(`--${option}`, values[option]);
    return {
      verb: "run",
      simulation: {
        hosts,
        weather: {
          seed: whole("--seed", values.seed, 0, 2 ** 32 - 1),
          current: rate("current"),
          unreachable: rate("unreachable"),
          failing: rate("failing"),
          broken: rate("broken"),
          slow: rate("slow"),
          stuck: rate("stuck"),
          startSeconds: whole("--start", values.start, 0, 86_400),
          soakSeconds: whole("--soak", values.soak, 0, 86_400),
        },
        settings: {
          canary: number("canary", 0),
          maxParallel: number("max-parallel", 1),
          maxFailures: number("max-failures", 0),
          autoRevert: autoRevert(values["auto-revert"]),
          healthyDeadlineMs: ms("healthy-deadline", values["healthy-deadline"]),
          progressDeadlineMs: ms("progress-deadline", values["progress-deadline"]) ?? 0,
          waitForBatch: values["wait-for-batch"],
          pauseAfterCanary: values["pause-after-canary"],
        },
        cancelAtMs: ms("cancel-at", values["cancel-at"]),
        isJson: values.json,
      },
    };
  } catch (error) {
    return { verb: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Wrong(`${option} wants a whole number from ${least} to ${most}`);
}

function share(option: string, text: string): number {
  const fraction = fractionOf(text);
  if (fraction === undefined) throw new Wrong(`${option} wants a percentage, such as 2%`);
  return fraction;
}

function numberOrShare(option: string, text: string, hosts: number): number {
  if (!text.endsWith("%")) return whole(option, text, 0, MOST_HOSTS);
  share(option, text);
  return hostsOf(text, hosts);
}

function autoRevert(text: string): AutoRevert {
  if (text === "host" || text === "fleet" || text === "none") return text;
  throw new Wrong("--auto-revert wants host, fleet or none");
}
