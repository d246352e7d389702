import { providePulumi } from "../pulumi/providePulumi";
import { progressTo } from "../terminal/progress";
import { parseCommandLine, USAGE } from "./commandLine";
import { failureStory, progressLine, runMatrix } from "./runMatrix";
import { drawTables } from "./table";

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

async function run({ cells, hosts }: { cells: Parameters<typeof runMatrix>[0]["cells"]; hosts: number }) {
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  progress("providing Pulumi's CLI and the hosts");
  const { binDir } = await providePulumi({ onProgress: progress });
  let done = 0;
  const outcomes = await runMatrix({
    ...{ binDir, cells, hosts },
    onResult(outcome, result) {
      done += 1;
      progress(progressLine(outcome, done, cells.length));
      if (outcome.failed) process.stderr.write(`${failureStory(outcome.cell, result)}\n`);
    },
  });
  const failed = outcomes.filter((outcome) => outcome.failed).length;
  process.stdout.write(`\n${drawTables(outcomes)}\n\n`);
  process.stdout.write(
    failed === 0
      ? `All ${outcomes.length} cells went as they must.\n`
      : `${failed} of ${outcomes.length} cells failed.\n`,
  );
  return failed === 0 ? 0 : 1;
}
