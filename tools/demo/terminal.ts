import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface TerminalCommand {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted: the command is asked to stop, and made to after a while. */
  readonly signal: AbortSignal;
}

/** A command that was told to stop may take this long; its host is about to end anyway. */
const STOP_MS = 10_000;

/** Shows a command in our terminal, or wherever our output goes. @returns its exit code */
export function runShown(command: TerminalCommand): Promise<number> {
  return run(command, "inherit", () => {});
}

/**
 * Shows a command as if on a terminal of that many columns, whatever ours is, and returns all that was written to it.
 * script(1) of util-linux lends the terminal.
 */
export async function runRecorded(
  { argv, ...command }: TerminalCommand,
  columns: number,
): Promise<{ code: number; recording: string }> {
  const chunks: Buffer[] = [];
  const line = `stty cols ${columns} rows 60; exec ${argv.map(quoted).join(" ")}`;
  const code = await run(
    { ...command, argv: ["script", "--quiet", "--return", "--command", line, "/dev/null"] },
    "pipe",
    (chunk) => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    },
  );
  return { code, recording: Buffer.concat(chunks).toString("utf8") };
}

function run(
  { argv, cwd, env, signal }: TerminalCommand,
  stdout: "inherit" | "pipe",
  onOutput: (chunk: Buffer) => void,
): Promise<number> {
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", stdout, "inherit"] });
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      // Ctrl-C on a terminal has reached it already, and a second one would make it drop everything.
      if (!process.stdin.isTTY) child.kill("SIGINT");
      killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    const settle = () => {
      clearTimeout(killer);
      signal.removeEventListener("abort", stop);
    };
    child.stdout?.on("data", onOutput);
    child.once("error", (error) => {
      settle();
      reject(new Error(`could not start ${file}: ${error.message}`));
    });
    child.once("close", (code) => {
      settle();
      resolve(code ?? 1);
    });
  });
}

/** Waits for a line from the user; the end of the input is as good. */
export async function pressEnter(prompt: string): Promise<void> {
  process.stdout.write(prompt);
  const lines = createInterface({ input: process.stdin });
  try {
    await Promise.race([once(lines, "line"), once(lines, "close")]);
  } finally {
    lines.close();
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
