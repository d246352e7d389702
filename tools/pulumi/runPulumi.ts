import { type CommandOptions, type CommandResult, runCommand } from "../process/command";

export interface RunPulumiOptions extends Pick<CommandOptions, "onLine" | "timeoutMs" | "input"> {
  /** The directory of Pulumi.yaml. */
  readonly cwd: string;
  /** From `pulumiEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
}

/** The CLI to its end, whatever that end is: a failed `up` is a result like another. */
export function runPulumi(args: readonly string[], options: RunPulumiOptions): Promise<CommandResult> {
  return runCommand(["pulumi", ...args, "--non-interactive"], options);
}

/** The answer of a command that takes `--json`, which is added. Rejects when the command fails. */
export async function pulumiJson(args: readonly string[], options: RunPulumiOptions): Promise<unknown> {
  const { code, stdout, stderr } = await runPulumi([...args, "--json"], options);
  const command = `\`pulumi ${args.join(" ")} --json\``;
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stderr.trim() || stdout.trim()}`);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${command} did not answer in JSON:\n${stdout.slice(0, 500)}`);
  }
}
