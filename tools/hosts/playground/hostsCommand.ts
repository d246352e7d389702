import { type ChildProcess, fork } from "node:child_process";
import { isAlive } from "../../process/identity";
import { poll } from "../../process/poll";
import { progressTo } from "../../terminal/progress";
import { type HostsCommand, parseCommandLine, USAGE } from "./commandLine";
import { describeHosts } from "./describeHosts";
import { type KeeperMessage, keepHosts } from "./keeper";
import { keepers } from "./registry";

const KEEP = "keep-hosts-for-its-parent";
const DOWN_DEADLINE_MS = 60_000;

/** `npm run hosts`. @returns the exit code */
export async function runHostsCommand(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  const command = parseCommandLine(first === KEEP ? ["up", ...rest] : args);
  switch (command.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      process.stderr.write(`npm run hosts: ${command.reason}\n\n${USAGE}`);
      return 2;
    case "down":
      return down();
    case "up":
      if (first !== KEEP) return up(command);
      await keepHosts(command);
      return Number(process.exitCode ?? 0);
  }
}

async function up(command: Extract<HostsCommand, { verb: "up" }>): Promise<number> {
  const keeperArguments = [
    KEEP,
    `${command.count}`,
    `--release=${command.release}`,
    `--python=${command.python}`,
  ];
  // A session of its own: the terminal's end is not the hosts' end.
  const keeper = fork(process.argv[1] ?? "", keeperArguments, { detached: true, stdio: "ignore" });
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  const answer = await firstAnswer(keeper, progress);
  if (keeper.connected) keeper.disconnect();
  keeper.unref();
  if (answer.kind === "failed") {
    process.stderr.write(`npm run hosts: ${answer.reason}\n`);
    return 1;
  }
  process.stdout.write(describeHosts(answer.hosts, answer.knownHostsPath));
  process.stdout.write("\nEnd them with: npm run hosts -- down\n");
  return 0;
}

type Answer = Exclude<KeeperMessage, { kind: "progress" }>;

function firstAnswer(keeper: ChildProcess, progress: (line: string) => void): Promise<Answer> {
  return new Promise((resolve) => {
    keeper.on("message", (message: KeeperMessage) => {
      if (message.kind === "progress") progress(message.line);
      else resolve(message);
    });
    keeper.once("error", (error) => resolve({ kind: "failed", reason: error.message }));
    keeper.once("exit", (code, signal) => {
      resolve({ kind: "failed", reason: `the process that keeps the hosts ended (${signal ?? code})` });
    });
  });
}

async function down(): Promise<number> {
  const found = keepers();
  for (const { pid } of found) process.kill(pid, "SIGTERM");
  const gone = () => found.every((keeper) => !isAlive(keeper)) || undefined;
  await poll(gone, { waitingFor: "the hosts to end", deadlineMs: DOWN_DEADLINE_MS });
  process.stdout.write(found.length === 0 ? "No hosts are up.\n" : "All hosts that were up are gone.\n");
  return 0;
}
