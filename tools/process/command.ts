import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";

export interface CommandOptions {
  readonly cwd?: string;
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** The whole process group is killed when it runs out. @default none */
  readonly timeoutMs?: number;
  /** Every line of stdout and stderr, as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** As a shell has it: 128 + n when signal n ended the process. */
  readonly code: number;
}

const SIGNAL_CODES: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGKILL: 137,
  SIGTERM: 143,
};

/** Runs a command to its end, whatever that end is. Rejects only when it can't be started or runs out of time. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    // A group of its own with a time limit: what the command started ends with it.
    const detached = options.timeoutMs !== undefined;
    const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, detached });
    const stdout = collect(options.onLine);
    const stderr = collect(options.onLine);
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            killGroup(child.pid);
          }, options.timeoutMs);
    child.stdout.on("data", stdout.add);
    child.stderr.on("data", stderr.add);
    // A command that never reads its input closes the pipe: its own result says more than our EPIPE.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`could not start \`${argv.join(" ")}\`: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const result = {
        stdout: stdout.end(),
        stderr: stderr.end(),
        code: code ?? (signal ? (SIGNAL_CODES[signal] ?? 128) : 1),
      };
      if (timedOut) {
        reject(new Error(describe(argv, `did not end within ${options.timeoutMs} ms`, result)));
      } else resolve(result);
    });
  });
}

/** Like {@link runCommand}, for a command whose failure is ours: the error carries what the command said. */
export async function mustRun(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(argv, options);
  if (result.code !== 0) throw new Error(describe(argv, `ended with ${result.code}`, result));
  return result.stdout;
}

/** Is there such a command? */
export async function hasCommand(name: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return (await runCommand(["/bin/sh", "-c", 'command -v -- "$1"', "sh", name], { env })).code === 0;
}

function describe(argv: readonly string[], what: string, { stdout, stderr }: CommandResult): string {
  const said = (stderr.trim() || stdout.trim()).split("\n").slice(-20).join("\n");
  return `\`${argv.join(" ")}\` ${what}${said === "" ? "" : `:\n${said}`}`;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended in the same moment.
  }
}

function collect(onLine?: (line: string) => void) {
  const decoder = new StringDecoder("utf8");
  let text = "";
  let reported = 0;
  const report = () => {
    for (let end = text.indexOf("\n", reported); end >= 0; end = text.indexOf("\n", reported)) {
      onLine?.(text.slice(reported, end));
      reported = end + 1;
    }
  };
  return {
    add: (chunk: Buffer) => {
      text += decoder.write(chunk);
      report();
    },
    end: () => {
      text += decoder.end();
      report();
      if (reported < text.length) onLine?.(text.slice(reported));
      return text;
    },
  };
}
