import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CGROUP_ROOTS } from "../../hosts/nspawn/teardown";
import { atDeath } from "../../process/deathWatch";
import { poll } from "../../process/poll";
import type { Command } from "../contender";

/** What a command took of this machine. */
export interface ControllerCost {
  readonly wallMs: number;
  /** Of the command and of everything that it started, also of what outlives it. */
  readonly cpuMs: number;
  /** The most memory that all of them had at one moment (proportional set size), looked at ten times a second. */
  readonly peakBytes: number;
}

export interface Measured extends ControllerCost {
  readonly code: number;
  readonly output: string;
}

const SAMPLE_INTERVAL_MS = 100;
const OUTPUT_TAIL_CHARS = 4_000;
const USEC_PER_MS = 1_000;

/** A cgroup in which commands run one after the other, so that the kernel counts what they take. */
export interface Meter extends AsyncDisposable {
  measure(command: Command): Promise<Measured>;
}

export function setUpMeter(): Meter {
  const root = cgroupRoot();
  const group = join(root, `pulumi-systemd-bench-${process.pid}`);
  mkdirSync(group);
  const watch = atDeath(
    `for pid in $(cat ${group}/cgroup.procs); do kill -KILL "$pid"; done; sleep 0.2; rmdir ${group}`,
  );
  return {
    async measure(command) {
      const cpuBefore = cpuUsec(group);
      let peakBytes = 0;
      const sampler = setInterval(() => {
        peakBytes = Math.max(peakBytes, residentBytes(group));
      }, SAMPLE_INTERVAL_MS);
      const began = process.hrtime.bigint();
      const { code, output } = await run(group, command);
      const wallMs = Number(process.hrtime.bigint() - began) / 1e6;
      clearInterval(sampler);
      await endAll(group);
      return { wallMs, cpuMs: (cpuUsec(group) - cpuBefore) / USEC_PER_MS, peakBytes, code, output };
    },
    async [Symbol.asyncDispose]() {
      await endAll(group);
      await watch.release();
    },
  };
}

/** Why there can be no meter here, if there can be none. */
export function meterObstacle(): string | undefined {
  if (!existsSync("/proc/self/cgroup")) return "this machine has no cgroups";
  try {
    accessSync(cgroupRoot(), constants.W_OK);
    return process.getuid?.() === 0 ? undefined : "making a cgroup takes root";
  } catch (error) {
    return String(error);
  }
}

/** cgroup v2 counts processor time with any controller or none. */
export function cgroupRoot(): string {
  const root = [...CGROUP_ROOTS].reverse().find((path) => existsSync(join(path, "cgroup.controllers")));
  if (root === undefined) throw new Error("there is no cgroup v2 here, which counts what a command takes");
  return root;
}

function run(group: string, { argv, cwd, env }: Command): Promise<Pick<Measured, "code" | "output">> {
  const enter = `echo $$ > ${group}/cgroup.procs && exec "$@"`;
  return new Promise((resolve, reject) => {
    // A file would do for the output, but some of them behave differently without a reader.
    const child = spawn("sh", ["-c", enter, "sh", ...argv], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-OUTPUT_TAIL_CHARS);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    // Not `close`: what stays behind (a connection that is kept for a while) may hold the pipes.
    child.once("exit", (code) => resolve({ code: code ?? 1, output }));
  });
}

function cpuUsec(group: string): number {
  const usage = /^usage_usec (\d+)$/m.exec(readFileSync(join(group, "cpu.stat"), "utf8"))?.[1];
  return Number(usage ?? Number.NaN);
}

function membersOf(group: string): number[] {
  return readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
}

function residentBytes(group: string): number {
  return membersOf(group).reduce((sum, pid) => sum + proportionalBytes(pid), 0);
}

function proportionalBytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    // It has ended since.
    return 0;
  }
}

/** What a command leaves behind would serve the next one, which is to begin like the first. */
async function endAll(group: string): Promise<void> {
  await poll(
    () => {
      const members = membersOf(group);
      for (const pid of members) end(pid);
      return members.length === 0 || undefined;
    },
    { waitingFor: `the processes of ${group} to end`, deadlineMs: 20_000 },
  );
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended in the same moment.
  }
}
