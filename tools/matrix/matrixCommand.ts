import { readFileSync, writeFileSync } from "node:fs";
import { providePulumi } from "../pulumi/providePulumi";
import { progressTo } from "../terminal/progress";
import { type MatrixCommand, parseCommandLine, USAGE } from "./commandLine";
import { failureStory, progressLine, runMatrix } from "./runMatrix";
import { drawTables, withTables } from "./table";

/** `npm run matrix`. @returns the exit code */
export async function runMatrixCommand(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  switch (command.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      process.stderr.write(`npm run matrix: ${command.reason}\n\n${USAGE}`);
      return 2;
    case "run":
      return await run(command);
  }
}

async function run({ cells, hosts, into }: Extract<MatrixCommand, { verb: "run" }>): Promise<number> {
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  progress("providing Pulumi's CLI and the hosts");
  const { binDir } = await providePulumi({ onProgress: progress });
  const interruption = new AbortController();
  process.once("SIGINT", () => {
    progress("ending the cells that have begun; Ctrl-C again ends at once");
    interruption.abort();
  });
  let done = 0;
  const outcomes = await runMatrix({
    ...{ binDir, cells, hosts, signal: interruption.signal },
    onResult(outcome, result) {
      done += 1;
      progress(progressLine(outcome, done, cells.length));
      if (outcome.failed) process.stderr.write(`${failureStory(outcome.cell, result)}\n`);
    },
  });
  const failed = outcomes.filter((outcome) => outcome.failed).length;
  const tables = drawTables(outcomes);
  process.stdout.write(`\n${tables}\n\n`);
  if (into !== undefined) writeFileSync(into, withTables(readFileSync(into, "utf8"), tables));
  process.stdout.write(`${verdict(outcomes.length, failed, cells.length - outcomes.length)}\n`);
  return failed === 0 && outcomes.length === cells.length ? 0 : 1;
}

function verdict(tried: number, failed: number, untried: number): string {
  const tail = untried === 0 ? "" : ` ${untried} were not tried, because the run was interrupted.`;
  if (failed > 0) return `${failed} of ${tried} cells failed.${tail}`;
  return `All ${tried} cells ${untried === 0 ? "" : "that were tried "}went as they must.${tail}`;
}
