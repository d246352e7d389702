import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestHost } from "../hosts/testHost";
import { pulumiEnvironment } from "../pulumi/environment";
import { runPulumi } from "../pulumi/runPulumi";
import { repositoryRoot } from "../repository";

/** What of the checkout a deployment uses. */
const PARTS = ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts", "stack", "components", "assets"];
/** The compiled sources that this file is one of. */
const COMPILED = resolve(__dirname, "../..");
const STACK = "demo";

/** This repository's own stack, in a copy that can be edited, with a state of its own. */
export interface DemoProject {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  edit(file: string, from: string, to: string): void;
}

/** Lays the project out below `place`. */
export function copyProject(place: string, binDir: string): DemoProject {
  const root = repositoryRoot();
  const directory = join(place, "project");
  const stateDir = join(place, "state");
  for (const part of PARTS) cpSync(join(root, part), join(directory, part), { recursive: true });
  cpSync(join(root, "provider"), join(directory, "provider"), { recursive: true });
  cpSync(join(COMPILED, "provider"), join(directory, "dist", "provider"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  mkdirSync(stateDir);
  return {
    directory,
    env: pulumiEnvironment({ home: join(place, "home"), stateDir, binDir }),
    edit(file, from, to) {
      const path = join(directory, file);
      writeFileSync(path, replaceOnce(readFileSync(path, "utf8"), from, to));
    },
  };
}

/** @throws when `from` is not there exactly once: an edit that missed would tell another story */
export function replaceOnce(text: string, from: string, to: string): string {
  const pieces = text.split(from);
  if (pieces.length !== 2) throw new Error(`“${from}” is there ${pieces.length - 1} times instead of once`);
  return pieces.join(to);
}

/** Makes the stack, and configures it as docs/configuration.md tells a user to. */
export async function initStack(
  { directory, env }: DemoProject,
  host: TestHost,
  name: string,
): Promise<void> {
  const must = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await runPulumi(args, { cwd: directory, env, input });
    if (code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}:\n${stdout}${stderr}`);
  };
  const settings = {
    name,
    host: host.address,
    port: host.port,
    user: host.user,
    hostKey: host.hostKey,
  };
  await must(["stack", "init", STACK]);
  await must([
    ...["config", "set-all", "--path"],
    ...Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `hosts[0].${key}=${value}`]),
  ]);
  await must(["config", "set", "--secret", "privateKey"], host.privateKey);
}
