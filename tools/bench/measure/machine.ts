import { readFileSync } from "node:fs";
import { availableParallelism, type CpuInfo, cpus, release, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Where it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly kernel: string;
  readonly node: string;
  /**
   * How many processors others kept busy before it began. (The load average would not do: it is high for minutes after work
   * that has ended, another bench for example.)
   */
  readonly busyCores: number;
}

const LOOKED_ON_MS = 3_000;

/** Looks on for three seconds. */
export async function describeMachine(): Promise<Machine> {
  const before = cpus();
  await sleep(LOOKED_ON_MS);
  const after = cpus();
  return {
    processor: after[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform,
    kernel: release(),
    node: process.version,
    busyCores: busyCores(before, after),
  };
}

/** How many of the processors had something to do between two looks at them, on average. */
export function busyCores(before: readonly CpuInfo[], after: readonly CpuInfo[]): number {
  const shares = after.map(({ times }, core) => {
    const earlier = before[core]?.times ?? times;
    const idleMs = times.idle - earlier.idle;
    const allMs = totalOf(times) - totalOf(earlier);
    return allMs === 0 ? 0 : 1 - idleMs / allMs;
  });
  return shares.reduce((sum, share) => sum + share, 0);
}

function totalOf(times: CpuInfo["times"]): number {
  return Object.values(times).reduce((sum, ms) => sum + ms, 0);
}

const DISTURBING_CORES = 0.2;

export function machineLine({ processor, cores, memoryBytes, system, kernel, node }: Machine): string {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${processor}, ${cores} cores, ${memory}; ${system}, Linux ${kernel}, Node ${node}`;
}

/** What to think of figures from this machine; nothing when it was idle. */
export function doubt({ busyCores, cores }: Machine): string | undefined {
  if (busyCores < DISTURBING_CORES) return undefined;
  return `The machine was busy when this began (${busyCores.toFixed(1)} of ${cores} cores): these figures say nothing.`;
}
