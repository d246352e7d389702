import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The shells that /bin/sh may be on a host with systemd. */
export const SHELLS = {
  dash: ["dash"],
  "bash --posix": ["bash", "--posix"],
  "busybox sh": ["busybox", "sh"],
} as const;
export type Shell = keyof typeof SHELLS;
export const SHELL_NAMES = Object.keys(SHELLS) as Shell[];

const AGENT_DIRECTORY = join(__dirname, "../../../assets/agent");

/** What every file of the agent finds in place when it is sourced by main.sh. */
const PRELUDE = `set -u; MODE=detached PAUSE_AT=''; exec 9>&1; . ${AGENT_DIRECTORY}/base/pause.sh; `;

/** The argv of a shell that sources files of the agent and runs `script` after them. */
export function shellCommand(shell: Shell, files: readonly string[], script: string): string[] {
  const sources = files.map((file) => `. ${AGENT_DIRECTORY}/${file}.sh; `).join("");
  return [...SHELLS[shell], "-c", `${PRELUDE}${sources}\n${script}`];
}

/** What `script` prints; fails the test when the shell complains. */
export function runWith(
  shell: Shell,
  files: readonly string[],
  script: string,
  variables: Record<string, string> = {},
): string {
  const [command = "", ...args] = shellCommand(shell, files, script);
  const { stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    // With a socket as its stdin bash believes to be run by sshd, and reads .bashrc.
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, LC_ALL: "C", ...variables },
  });
  if (error) throw error;
  if (stderr !== "") throw new Error(`${shell} said: ${stderr}`);
  return stdout;
}

/** A word of sh that stands for `text` literally. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
