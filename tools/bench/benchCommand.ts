import { readFileSync, writeFileSync } from "node:fs";
import { progressTo } from "../terminal/progress";
import { type BenchCommand, parseCommandLine, USAGE } from "./commandLine";
import { compare } from "./compare";
import { drawFleetTable } from "./fleet/fleetTable";
import { measureFleets } from "./fleet/measureFleets";
import { runMicro } from "./micro/runMicro";
import { drawPlot } from "./report/plot";
import { drawTables, withTables } from "./report/tables";

/** `npm run bench`. @returns the exit code */
export async function runBenchCommand(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  switch (command.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      process.stderr.write(`npm run bench: ${command.reason}\n\n${USAGE}`);
      return 2;
    default:
      try {
        return await measure(command);
      } catch (error) {
        process.stderr.write(`npm run bench: ${error instanceof Error ? error.message : String(error)}\n`);
        return 1;
      }
  }
}

type Measuring = Extract<BenchCommand, { verb: "compare" | "micro" | "fleet" }>;

function measure(command: Measuring): Promise<number> {
  switch (command.verb) {
    case "compare":
      return measureAll(command);
    case "micro":
      return measureParts(command);
    case "fleet":
      return measureGrowth(command);
  }
}

async function measureAll(command: Extract<BenchCommand, { verb: "compare" }>): Promise<number> {
  const comparison = await compare(command, progress());
  const tables = drawTables(comparison);
  process.stdout.write(`\n${tables}\n`);
  const { json, plot, into } = command;
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(comparison, null, 2)}\n`);
  if (plot !== undefined) writeFileSync(plot, drawPlot(comparison));
  if (into !== undefined) writeFileSync(into, withTables(readFileSync(into, "utf8"), tables));
  // Who could not be had is no failure; who could, and did not do the job, is.
  return comparison.missing.some(({ contender }) => comparison.versions[contender] !== undefined) ? 1 : 0;
}

async function measureParts({ runs, json }: Extract<BenchCommand, { verb: "micro" }>): Promise<number> {
  const { text, result } = await runMicro(runs, progress());
  process.stdout.write(`\n${text}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

async function measureGrowth({
  json,
  ...options
}: Extract<BenchCommand, { verb: "fleet" }>): Promise<number> {
  const result = await measureFleets(options, progress());
  process.stdout.write(`\n${drawFleetTable(result)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

function progress(): (line: string) => void {
  return progressTo((line) => process.stderr.write(`${line}\n`));
}
