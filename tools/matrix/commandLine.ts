import { parseArgs } from "node:util";
import { allCells, type Cell, isMeant } from "./cells";
import { FAULT_NAMES } from "./faults";
import { PLACE_NAMES } from "./places";

export type MatrixCommand =
  | {
      readonly verb: "run";
      readonly cells: readonly Cell[];
      readonly hosts: number;
      /** A Markdown file that has a place for the tables. */
      readonly into: string | undefined;
    }
  | { readonly verb: "help" }
  | { readonly verb: "wrong"; readonly reason: string };

/** On two cores more of them wait for each other than for their hosts. */
const DEFAULT_HOSTS = 4;
const MOST_HOSTS = 50;

export const USAGE = `The failure matrix: every fault at every step of a deployment, by the real engine on hosts made for it, and what the next
\`pulumi up\` makes of it. Prints a table of the outcomes; ends with 1 when a cell did not go as it must.

  npm run matrix [-- --only FAULT[:PLACE],…] [-- --hosts N] [-- --into FILE]

  --only LIST   these cells alone: a fault, fault:place, or *:place for any fault
  --hosts N     how many hosts work at once (${DEFAULT_HOSTS})
  --into FILE   put the tables into that file, between its marks (docs/failures.md)

  faults  ${FAULT_NAMES.join(" ")}
  places  ${PLACE_NAMES.join(" ")
    .match(/.{1,100}(?= |$)/g)
    ?.map((line) => line.trim())
    .join("\n          ")}

All ${allCells().length} cells take the better part of an hour on two cores. After Ctrl-C the cells that have begun are ended, and the table
is of what was tried.
`;

export function parseCommandLine(args: readonly string[]): MatrixCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        only: { type: "string" },
        hosts: { type: "string", default: String(DEFAULT_HOSTS) },
        into: { type: "string" },
      },
    });
    if (values.help) return { verb: "help" };
    const hosts = Number(values.hosts);
    if (!Number.isInteger(hosts) || hosts < 1 || hosts > MOST_HOSTS)
      return { verb: "wrong", reason: `--hosts wants a number from 1 to ${MOST_HOSTS}` };
    const { only } = values;
    const cells = allCells().filter((cell) => only === undefined || isMeant(cell, only));
    if (cells.length === 0) return { verb: "wrong", reason: `--only ${only} means no cell` };
    return { verb: "run", cells, hosts, into: values.into };
  } catch (error) {
    return { verb: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}
