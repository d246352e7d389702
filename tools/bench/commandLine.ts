import { parseArgs } from "node:util";
import { CONTENDERS, type ContenderName } from "./contender";

export interface CompareOptions {
  readonly hosts: number;
  readonly contenders: readonly ContenderName[];
  readonly runs: number;
}

export type BenchCommand = (
  | ({ readonly verb: "compare" } & CompareOptions)
  | { readonly verb: "micro"; readonly runs: number }
  | { readonly verb: "fleet"; readonly sizes: readonly number[]; readonly kind: "real" | "made-up" }
  | { readonly verb: "help" }
  | { readonly verb: "wrong"; readonly reason: string }
) & {
  /** Files to write: all that was measured, the plot, and a Markdown file that has a place for the tables. */
  readonly json?: string;
  readonly plot?: string;
  readonly into?: string;
};

const MOST_HOSTS = 50;
const MOST_RUNS = 1000;
/** Each is a connection on either end, and both ends are of this machine. */
const MOST_MADE_UP_HOSTS = 5000;

export const USAGE = `What a deployment costs, beside what others need for the same job in the same run on the same hosts made for it.

  npm run bench [-- --hosts N] [-- --tools LIST] [-- --runs N] [-- --json FILE] [-- --plot FILE] [-- --into FILE]
  npm run bench -- --micro [-- --runs N] [-- --json FILE]
  npm run bench -- --fleet N,N,… [-- --real] [-- --json FILE]

  --hosts N     how many hosts, all at once (10)
  --tools LIST  these alone, with commas: ${CONTENDERS.join(" ")}
  --runs N      how often everything is measured; minimum, median and maximum are told (5)
  --json FILE   every single measurement, with versions and machine
  --plot FILE   the medians as a picture (SVG)
  --into FILE   put the tables into that file, between its marks (docs/performance.md)
  --micro       the parts of our own: start, check, payload, handshakes, from READY=1 to the provider knowing
  --fleet LIST  what fleets of so many hosts take of this machine, and whether that grows with them (docs/scale.md): made-up
                hosts, which speak SSH and say what an agent says, with nothing behind it
  --real        … of disposable hosts, up to fifty

Wants root and Linux with cgroup v2 (beside v1 will do), as the hosts do (docs/hosts.md). The others come from PyPI, once per
machine. On a machine that does anything else meanwhile the figures say nothing, and the report says so.
`;

export function parseCommandLine(args: readonly string[]): BenchCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        micro: { type: "boolean" },
        fleet: { type: "string" },
        real: { type: "boolean" },
        hosts: { type: "string", default: "10" },
        tools: { type: "string", default: CONTENDERS.join(",") },
        runs: { type: "string", default: "5" },
        json: { type: "string" },
        plot: { type: "string" },
        into: { type: "string" },
      },
    });
    if (values.help) return { verb: "help" };
    const runs = Number(values.runs);
    if (!isCount(runs, MOST_RUNS)) return wrong(`--runs wants a number from 1 to ${MOST_RUNS}`);
    const { json, plot, into } = values;
    if (values.micro) return { verb: "micro", runs, json };
    if (values.fleet !== undefined) return fleets(values.fleet, values.real ? "real" : "made-up", json);
    const hosts = Number(values.hosts);
    if (!isCount(hosts, MOST_HOSTS)) return wrong(`--hosts wants a number from 1 to ${MOST_HOSTS}`);
    const asked = values.tools.split(",");
    const unknown = asked.filter((name) => !CONTENDERS.includes(name as ContenderName));
    if (unknown.length > 0)
      return wrong(`--tools: there is no ${unknown.join(", ")}; there are ${CONTENDERS.join(", ")}`);
    const contenders = CONTENDERS.filter((name) => asked.includes(name));
    return { verb: "compare", hosts, contenders, runs, json, plot, into };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function fleets(list: string, kind: "real" | "made-up", json: string | undefined): BenchCommand {
  const most = kind === "real" ? MOST_HOSTS : MOST_MADE_UP_HOSTS;
  const sizes = list.split(",").map(Number);
  if (!sizes.every((size) => isCount(size, most)))
    return wrong(`--fleet wants numbers from 1 to ${most}, with commas`);
  return { verb: "fleet", sizes, kind, json };
}

const isCount = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
const wrong = (reason: string): BenchCommand => ({ verb: "wrong", reason });
