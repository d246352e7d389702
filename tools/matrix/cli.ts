import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { poll } from "../process/poll";

/** A CLI that is running, with the means to harm it. */
export interface RunningCli {
  /** Its exit code, 128 + n when signal n ended it. */
  readonly ended: Promise<number>;
  hasEnded(): boolean;
  /** All that it has printed. */
  output(): string;
  /** As Ctrl-C on a terminal does: to the whole foreground process group. */
  interruptGroup(): void;
  /** To the CLI alone. */
  kill(signal: NodeJS.Signals): void;
  /** Process ids of our plugin. */
  plugins(): number[];
  /** Whatever of it still runs. */
  killGroup(): void;
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
/** How the plugin's command line ends. */
const PLUGIN = "provider/start.js";

/** Starts `pulumi` as the leader of a process group of its own, as a shell with job control does. */
export function startCli(
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): RunningCli {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  let code: number | undefined;
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    // Not `close`: after SIGKILL others of its group may hold the pipes for a while.
    child.once("exit", (status, signal) => {
      code = status ?? 128 + (SIGNAL_NUMBERS[signal ?? "SIGKILL"] ?? 0);
      resolve(code);
    });
  });
  const group = (signal: NodeJS.Signals) => signalQuietly(-pidOf(child), signal);
  return {
    ended,
    hasEnded: () => code !== undefined,
    output: () => Buffer.concat(chunks).toString("utf8"),
    interruptGroup: () => group("SIGINT"),
    kill: (signal) => signalQuietly(pidOf(child), signal),
    plugins: () => childrenOf(pidOf(child)).filter(isPlugin),
    killGroup: () => group("SIGKILL"),
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("could not start `pulumi`");
  return child.pid;
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/** The exit code of a CLI that must end in time. */
export function endOf(cli: RunningCli, deadlineMs: number): Promise<number> {
  const timedOut = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`pulumi did not end within ${deadlineMs / 1000} s`));
    const timer = setTimeout(late, deadlineMs);
    void cli.ended.finally(() => clearTimeout(timer));
  });
  return Promise.race([cli.ended, timedOut]);
}

/** Waits until none of these plugins runs any more. */
export async function untilEnded(plugins: readonly number[], deadlineMs: number): Promise<void> {
  await poll(() => !plugins.some(isPlugin) || undefined, {
    waitingFor: "the plugin to end after its CLI",
    deadlineMs,
  });
}

/** Its number may be another process's by now. */
function isPlugin(pid: number): boolean {
  return commandLine(pid).includes(PLUGIN);
}

/** Each thread of a parent has a list of its own. */
function childrenOf(pid: number): number[] {
  const threads = quietly(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const lists = threads.map((thread) =>
    quietly(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1")),
  );
  return lists.flatMap((list) => (list ?? "").split(" ").filter(Boolean).map(Number));
}

function commandLine(pid: number): string {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, "latin1"))?.replaceAll("\0", " ") ?? "";
}

/** Of a process that may have ended. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
