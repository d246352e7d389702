import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHosts } from "../hosts/startHosts";
import type { TestHost } from "../hosts/testHost";
import { startCli } from "./cli";
import { type ProgramVersion, VERSION_VARIABLE, wantedBy } from "./program";
import { layStack, type MatrixStack, type StackName } from "./stack";

/** How an `up` went that nothing disturbed. */
export interface UpResult {
  readonly code: number;
  readonly output: string;
}

/** One host with its stacks, where cells are tried one after the other. */
export interface Bench extends AsyncDisposable {
  readonly host: TestHost;
  readonly stack: MatrixStack;
  /** What the lasting service runs, as the cell before left it. */
  current: ProgramVersion | undefined;
  /** A version that never was. */
  newVersion(name: StackName, runtime?: number): ProgramVersion;
  /** The environment of a CLI that is to deploy this version. */
  environment(version: ProgramVersion): NodeJS.ProcessEnv;
  pulumi(name: StackName, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<UpResult>;
}

export const UP = ["up", "--yes", "--skip-preview"] as const;

export async function setUpBench(binDir: string): Promise<Bench> {
  const hosts = await startHosts();
  const place = mkdtempSync(join(tmpdir(), "pulumi-systemd-matrix-"));
  const dispose = async () => {
    await hosts.stop();
    rmSync(place, { recursive: true, force: true });
  };
  try {
    const [host] = hosts.hosts;
    if (host === undefined) throw new Error("no host was started");
    const stack = await layStack(place, host, binDir);
    return { ...benchOf(host, stack), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function benchOf(host: TestHost, stack: MatrixStack): Omit<Bench, typeof Symbol.asyncDispose> {
  let versions = 0;
  return {
    host,
    stack,
    current: undefined,
    newVersion(name, runtime = 0) {
      versions += 1;
      return { name, version: versions, runtime };
    },
    environment: (version) => ({
      ...stack.env,
      [VERSION_VARIABLE]: JSON.stringify({ ...version, wantedBy: wantedBy(version.version) }),
    }),
    async pulumi(name, args, env = stack.env) {
      const cli = startCli([...args, "--stack", name], { cwd: stack.directory, env });
      return { code: await cli.ended, output: cli.output() };
    },
  };
}
