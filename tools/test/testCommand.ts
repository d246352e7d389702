import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInForeground } from "../process/foreground";
import { progressTo } from "../terminal/progress";
import { planProjects } from "./projects";
import { provideCli, provideCommands, provideImages } from "./provision";
import { COUNTS_FILE } from "./reporter";
import { summarize, type TestCounts } from "./summary";

const USAGE = `Everything that can be tested: checks (Biome, tsc, shellcheck), then all tests, on real systemd and with the real engine.

  npm test [-- <what vitest takes>]      npm test -- test/hosts/drivers.test.ts

Pulumi's CLI and the images of the test hosts are made on the first run and kept in the cache, which takes a quarter of
an hour on two cores. Tests that this machine can't run are skipped and say why; with CI=true that is a failure where it
concerns all tests on hosts. Without hosts and CLI, in seconds: npm run test:fast
`;

/** `npm test`. @returns the exit code */
export async function runTestCommand(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));

  const commands = await provideCommands(progress);
  if (!commands.ok) return stop(commands.reason);
  if ((await runInForeground(["npm", "run", "--silent", "check"])) !== 0) return stop("the checks failed");

  progress("providing Pulumi's CLI and the images of the test hosts");
  const [hosts, cli] = await Promise.all([provideImages(progress), provideCli(progress)]);
  const plan = planProjects(hosts, cli);

  const counts = await runVitest(plan.run, args);
  if (counts === undefined) return stop("vitest ended before it had a result");
  const summary = summarize(counts, plan.missing, { ci: isCi(process.env.CI) });
  process.stdout.write(`\n${summary.lines.join("\n")}\n`);
  return summary.ok ? 0 : 1;
}

async function runVitest(
  projects: readonly string[],
  args: readonly string[],
): Promise<TestCounts | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-systemd-test-"));
  const countsPath = join(directory, "counts.json");
  try {
    await runInForeground(
      [
        ...[process.execPath, join("node_modules", "vitest", "vitest.mjs"), "run", ...args],
        ...projects.map((project) => `--project=${project}`),
        ...["--reporter=default", `--reporter=./${join("tools", "test", "reporter.ts")}`],
      ],
      { ...process.env, [COUNTS_FILE]: countsPath },
    );
    return existsSync(countsPath) ? JSON.parse(readFileSync(countsPath, "utf8")) : undefined;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function stop(reason: string): number {
  process.stderr.write(`npm test: ${reason}\n`);
  return 1;
}

const isCi = (value: string | undefined) => value !== undefined && !["", "0", "false"].includes(value);
