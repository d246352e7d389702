import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CommandResult } from "../../tools/process/command";
import { pulumiEnvironment } from "../../tools/pulumi/environment";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { pulumiJson, runPulumi } from "../../tools/pulumi/runPulumi";

/** One resource: the service, on one host. */
export interface Member {
  readonly name: string;
  /** As the resource takes it, the credentials in clear. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** What runs there. */
  readonly app: string;
}

/** A stack of one service on many hosts, each a resource of its own, run by the real CLI. */
export interface FleetStack {
  /** What the next run of the CLI will want. */
  declare(members: readonly Member[]): void;
  /** `pulumi <args>`; rejects with all that was printed when it fails. */
  pulumi(...args: string[]): Promise<string>;
  /** All that a failing `pulumi up` printed. */
  upFails(): Promise<string>;
  /** The outputs of each host's resource, by its name. */
  outputs(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>;
  remove(): void;
}

const PULUMI_YAML = `
name: fleet
main: index.js
runtime: { name: nodejs, options: { typescript: false } }
`;

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const outputs = { status: undefined, releaseDigest: undefined, invocationId: undefined, drift: undefined };
class Service extends pulumi.CustomResource {}
for (const { name, connection, app } of require("./members.json")) {
  const service = new Service("systemd:index:Service", name, {
    ...outputs,
    name: "fleet",
    connection: pulumi.secret(connection),
    source: new pulumi.asset.AssetArchive({ "app.py": new pulumi.asset.StringAsset(app) }),
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest", timeoutStart: "60s" },
    readiness: { minHealthyTime: "1s" },
  });
  exports[name] = pulumi.all(Object.fromEntries(Object.keys(outputs).map((output) => [output, service[output]])));
}
`;

const CHANGE = ["--yes", "--skip-preview", "--color", "never"];

/** `pluginPort`: where a provider serves that outlives each run of the CLI, so that it can be looked at between them. */
export async function fleetStack(pluginPort: number): Promise<FleetStack> {
  const { binDir } = await providePulumi({ onProgress: () => {} });
  const directory = mkdtempSync(join(tmpdir(), "fleet-"));
  const stateDir = join(directory, "state");
  mkdirSync(stateDir);
  writeFileSync(join(directory, "Pulumi.yaml"), PULUMI_YAML);
  writeFileSync(join(directory, "package.json"), "{}");
  writeFileSync(join(directory, "index.js"), PROGRAM);
  symlinkSync(resolve(__dirname, "../../node_modules"), join(directory, "node_modules"));
  const workspace = { home: join(directory, "home"), stateDir, binDir, passphrase: "fleet" };
  const env = { ...pulumiEnvironment(workspace), PULUMI_DEBUG_PROVIDERS: `systemd:${pluginPort}` };
  const options = { cwd: directory, env };

  const run = (args: readonly string[]): Promise<CommandResult> => runPulumi(args, options);
  const must = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    return stdout;
  };
  await must("stack", "init", "test");
  return {
    declare: (members) => writeFileSync(join(directory, "members.json"), JSON.stringify(members)),
    pulumi: (command, ...args) => must(command, ...CHANGE, ...args),
    async upFails() {
      const { code, stdout, stderr } = await run(["up", ...CHANGE]);
      if (code === 0) throw new Error(`pulumi up succeeded:\n${stdout}`);
      return stdout + stderr;
    },
    outputs: async () =>
      (await pulumiJson(["stack", "output"], options)) as Record<string, Record<string, unknown>>,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
