import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import type { TestHost } from "../../tools/hosts/testHost";
import type { CommandResult } from "../../tools/process/command";
import { pulumiEnvironment } from "../../tools/pulumi/environment";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { pulumiJson, runPulumi } from "../../tools/pulumi/runPulumi";

const REPOSITORY = resolve(__dirname, "../..");
/** What of the checkout a deployment uses; the rest stays out of reach. */
const PROJECT = [
  "Pulumi.yaml",
  "package.json",
  "tsconfig.json",
  "index.ts",
  "stack",
  "components",
  "provider",
  "assets",
  "dist",
];

/** The stack of this repository in a copy of its own, so that tests can change it and run side by side. */
export interface ScenarioStack extends Disposable {
  /** The copy. */
  readonly directory: string;
  /** Changes the program or the application, in the copy; `from` has to be there. */
  edit(file: string, from: string, to: string): void;
  /** Sets configuration; what is not named stays. Nothing here is secret but the key, which was set so by the CLI. */
  configure(settings: Record<string, unknown>): void;
  pulumi(...args: string[]): Promise<CommandResult>;
  /** `pulumi up`; rejects with all that was printed when it fails. */
  up(...args: string[]): Promise<string>;
  /** All that a failing `pulumi up` printed. */
  upFails(): Promise<string>;
  outputs(): Promise<Record<string, Record<string, unknown>>>;
  stateText(): string;
}

/** One host as the configuration has it. */
export function hostSetting({ name, address, user, hostKey }: TestHost): Record<string, unknown> {
  return { name, host: address, user, hostKey };
}

export async function scenarioStack(hosts: readonly TestHost[], name = "test"): Promise<ScenarioStack> {
  const { binDir } = await providePulumi({ onProgress: () => {} });
  const directory = mkdtempSync(join(tmpdir(), "pulumi-systemd-scenario-"));
  for (const part of PROJECT) cpSync(join(REPOSITORY, part), join(directory, part), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(directory, "node_modules"));
  const stateDir = join(directory, "state");
  mkdirSync(stateDir);
  const env = pulumiEnvironment({ home: join(directory, "home"), stateDir, binDir, passphrase: "test" });
  const options = { cwd: directory, env };

  const must = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await runPulumi(args, { ...options, input });
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    return stdout;
  };
  const up = ["up", "--yes", "--color", "never"];
  const stack: ScenarioStack = {
    directory,
    edit(file, from, to) {
      const path = join(directory, file);
      const text = readFileSync(path, "utf8");
      expect(text).toContain(from);
      writeFileSync(path, text.replace(from, to));
    },
    configure(settings) {
      const file = join(directory, `Pulumi.${name}.yaml`);
      const lines = Object.entries(settings).map(
        ([key, value]) => `  myapp:${key}: ${JSON.stringify(value)}`,
      );
      const kept = readFileSync(file, "utf8")
        .split("\n")
        .filter(
          (line) => line !== "" && !Object.keys(settings).some((key) => line.startsWith(`  myapp:${key}:`)),
        );
      writeFileSync(file, `${[...kept, ...lines].join("\n")}\n`);
    },
    pulumi: (...args) => runPulumi(args, options),
    up: (...args) => must([...up, ...args]),
    async upFails() {
      const { code, stdout, stderr } = await runPulumi(up, options);
      if (code === 0) throw new Error(`pulumi up succeeded:\n${stdout}`);
      return stdout + stderr;
    },
    outputs: async () =>
      (await pulumiJson(["stack", "output"], options)) as Record<string, Record<string, unknown>>,
    stateText: () => readFileSync(join(stateDir, `.pulumi/stacks/myapp/${name}.json`), "utf8"),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
  await must(["stack", "init", name]);
  await must(["config", "set", "--secret", "privateKey"], hosts[0]?.privateKey);
  stack.configure({ hosts: hosts.map(hostSetting) });
  return stack;
}
