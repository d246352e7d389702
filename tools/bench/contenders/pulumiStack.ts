import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiEnvironment } from "../../pulumi/environment";
import { runPulumi } from "../../pulumi/runPulumi";
import { repositoryRoot } from "../../repository";
import type { Arena, Command, Phase } from "../contender";
import type { Reachable } from "../fleet/reachable";
import { nodeEnvironment } from "../nodeEnvironment";

/** A stack with a state of its own, and a program in plain JavaScript: nothing is compiled while it is measured. */
export interface PulumiStack {
  command(phase: Phase): Command;
  /** How large its state is on disk. */
  checkpointBytes(): number;
  destroy(): Promise<void>;
}

export interface StackOptions {
  /** What goes into Pulumi.yaml beside name and runtime. */
  readonly yaml?: string;
  readonly program: string;
  /** Directories that come before PATH. */
  readonly path?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Hosts that a program connects to, whatever they are. */
type StackArena = Omit<Arena, "hosts"> & { readonly hosts: readonly Reachable[] };

export async function layPulumiStack(
  { directory, hosts, pulumiBin }: StackArena,
  { yaml = "", program, path = [], env: extra = {} }: StackOptions,
): Promise<PulumiStack> {
  const stateDir = join(directory, "state");
  mkdirSync(stateDir);
  writeFileSync(
    join(directory, "Pulumi.yaml"),
    `name: bench\nmain: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n${yaml}`,
  );
  writeFileSync(join(directory, "package.json"), "{}");
  writeFileSync(join(directory, "index.js"), program);
  writeFileSync(join(directory, "hosts.json"), JSON.stringify(hosts.map(asProgramsSeeIt)));
  symlinkSync(join(repositoryRoot(), "node_modules"), join(directory, "node_modules"));
  const plain = pulumiEnvironment({
    home: join(directory, "home"),
    stateDir,
    binDir: pulumiBin,
    passphrase: "bench",
  });
  const env = nodeEnvironment({ ...plain, ...extra, PATH: [...path, plain.PATH].join(":") });
  const options = { cwd: directory, env };
  const must = async (...args: string[]) => {
    const { code, stdout, stderr } = await runPulumi(args, options);
    if (code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}:\n${stdout}${stderr}`);
  };
  await must("stack", "init", "bench");
  const always = ["--yes", "--skip-preview", "--non-interactive", `--parallel=${Math.max(16, hosts.length)}`];
  return {
    command: (phase) => ({
      argv: ["pulumi", phase === "refresh" ? "refresh" : "up", ...always],
      ...options,
    }),
    checkpointBytes: () => statSync(join(stateDir, ".pulumi", "stacks", "bench", "bench.json")).size,
    destroy: () => must("destroy", "--yes", "--skip-preview"),
  };
}

function asProgramsSeeIt({ name, address, port, user, privateKey, hostKey }: Reachable) {
  return { name, connection: { host: address, port, user, hostKey }, privateKey };
}
