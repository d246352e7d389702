import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CommandResult } from "../../tools/process/command";
import { pulumiEnvironment } from "../../tools/pulumi/environment";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { runPulumi } from "../../tools/pulumi/runPulumi";

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
  /** All that a failing `pulumi up` printed, which doesn't stop at the first failure. */
  upFails(): Promise<string>;
  /** One output of each resource in the state, by the resource's name. */
  outputs(name: string): ReadonlyMap<string, unknown>;
  remove(): void;
}

interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const PULUMI_YAML = `
name: fleet
main: index.js
runtime: { name: nodejs, options: { typescript: false } }
`;

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Service extends pulumi.CustomResource {}
const discreet = ({ privateKey, proxy, ...rest }) => ({
  ...rest,
  privateKey: pulumi.secret(privateKey),
  ...(proxy === undefined ? {} : { proxy: discreet(proxy) }),
});
for (const { name, connection, app } of require("./members.json")) {
  new Service("systemd:index:Service", name, {
    name: "fleet",
    connection: discreet(connection),
    source: new pulumi.asset.AssetArchive({ "app.py": new pulumi.asset.StringAsset(app) }),
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest", timeoutStart: "60s" },
    readiness: { minHealthyTime: "1s" },
  });
}
`;

/** The engine's own limit is four operations for each core. */
const AT_ONCE = "--parallel=100";
const CHANGE = ["--yes", "--skip-preview", "--color=never", AT_ONCE];

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
      const { code, stdout, stderr } = await run(["up", ...CHANGE, "--continue-on-error"]);
      if (code === 0) throw new Error(`pulumi up succeeded:\n${stdout}`);
      return stdout + stderr;
    },
    outputs(name) {
      const state = readFileSync(join(stateDir, ".pulumi/stacks/fleet/test.json"), "utf8");
      const resources: StoredResource[] = JSON.parse(state).checkpoint.latest.resources ?? [];
      const services = resources.filter(({ type }) => type === "systemd:index:Service");
      return new Map(services.map(({ urn, outputs }) => [urn.split("::").at(-1) ?? "", outputs[name]]));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
