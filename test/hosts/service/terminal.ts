import { spawn } from "node:child_process";
import type { TestHost } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";

/** A command in a terminal of the host, as a person has it: ssh with a pty, keys that can be pressed, and a lid to close. */
export interface Terminal {
  /** All that was shown so far. */
  shown(): string;
  /** Waits until `text` was shown. */
  shows(text: string): Promise<void>;
  /** `\x03` is Ctrl-C. */
  type(keys: string): void;
  /** The connection is gone, without a word. */
  close(): void;
  /** The command's own exit status; 255 when the connection ended first. */
  readonly ended: Promise<number>;
}

export function terminalOn(host: TestHost, command: string, user: string = host.user): Terminal {
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  const child = spawn("ssh", [
    "-tt",
    ...options.flatMap((option) => ["-o", option]),
    ...["-i", host.privateKeyPath, "-p", String(host.port), `${user}@${host.address}`, command],
  ]);
  let output = "";
  const add = (chunk: Buffer) => {
    output += chunk.toString().replaceAll("\r", "");
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  child.stdin.on("error", () => {});
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 255)));
  return {
    shown: () => output,
    async shows(text) {
      await poll(async () => (output.includes(text) ? true : undefined), {
        waitingFor: `the terminal to show “${text}”`,
        deadlineMs: 60_000,
        explain: () => output,
      });
    },
    type: (keys) => void child.stdin.write(keys),
    close: () => void child.kill("SIGKILL"),
    ended,
  };
}

/** A command to its end in a terminal: what it showed, and its exit status. */
export async function inTerminal(
  host: TestHost,
  command: string,
  user?: string,
): Promise<{ shown: string; code: number }> {
  const terminal = terminalOn(host, command, user);
  const code = await terminal.ended;
  return { shown: terminal.shown(), code };
}
