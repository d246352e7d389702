import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestHost } from "../hosts/testHost";
import { pulumiEnvironment } from "../pulumi/environment";
import { runPulumi } from "../pulumi/runPulumi";
import { repositoryRoot } from "../repository";
import { APP, PROGRAM, PULUMI_YAML } from "./program";

/** The project of one host: a stack of its own in a state of its own, so that cells run side by side. */
export interface MatrixStack {
  /** Where the CLI is run. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Texts that must not be seen anywhere. */
  readonly secrets: readonly string[];
  /** The engine's state as it lies on disk. */
  stateText(stack: string): string;
}

/** The service that lives from cell to cell, and the one of first deployments. */
export const STACKS = ["lasting", "fresh"] as const;
export type StackName = (typeof STACKS)[number];

/** The package as a consumer has it, with the agent as it is now: edits during a long run change nothing. */
export function layPackage(place: string): void {
  const root = repositoryRoot();
  for (const part of ["dist/components", "dist/provider", "provider", "assets/agent", "package.json"])
    cpSync(join(root, part), join(place, "package", part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(place, "package", "node_modules"));
}

/** Lays a project out below `place`, for one host. */
export async function layStack(place: string, host: TestHost, binDir: string): Promise<MatrixStack> {
  layPackage(place);
  const directory = join(place, "stack");
  const stateDir = join(place, "state");
  for (const path of [directory, stateDir]) mkdirSync(path, { recursive: true });
  writeFileSync(join(directory, "Pulumi.yaml"), PULUMI_YAML);
  writeFileSync(join(directory, "package.json"), "{}");
  writeFileSync(join(directory, "index.js"), PROGRAM);
  writeFileSync(join(directory, "app.py"), APP);
  symlinkSync(join(repositoryRoot(), "node_modules"), join(directory, "node_modules"));

  const env = pulumiEnvironment({ home: join(place, "home"), stateDir, binDir });
  const must = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await runPulumi(args, { cwd: directory, env, input });
    if (code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}:\n${stdout}${stderr}`);
  };
  const canary = `canary-of-${host.name}-${Date.now()}`;
  for (const stack of STACKS) {
    await must(["stack", "init", stack]);
    const plain = { host: host.address, port: host.port, user: host.user, hostKey: host.hostKey };
    await must([
      ...["config", "set-all", "--stack", stack, "--secret", `canary=${canary}`],
      ...Object.entries(plain).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
    ]);
    await must(["config", "set", "--stack", stack, "--secret", "privateKey"], host.privateKey);
  }
  return {
    directory,
    env,
    secrets: [canary, ...keyLines(host.privateKey)],
    stateText: (stack) => readFileSync(join(stateDir, `.pulumi/stacks/matrix/${stack}.json`), "utf8"),
  };
}

/** The lines of a key that are no frame. */
function keyLines(privateKey: string): string[] {
  return privateKey.split("\n").filter((line) => line.length > 40 && !line.startsWith("---"));
}
