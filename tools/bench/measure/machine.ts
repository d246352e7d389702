import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";

/** Where it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly kernel: string;
  readonly node: string;
  /** How many processes wanted to run, on average over the minute before: more than a fraction of one disturbs. */
  readonly load: number;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform,
    kernel: release(),
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
}

const DISTURBING_LOAD = 0.5;

export function machineLine({ processor, cores, memoryBytes, system, kernel, node }: Machine): string {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${processor}, ${cores} cores, ${memory}; ${system}, Linux ${kernel}, Node ${node}`;
}

/** What to think of figures from this machine; nothing when it was idle. */
export function doubt({ load, cores }: Machine): string | undefined {
  if (load < DISTURBING_LOAD) return undefined;
  return `The machine was busy when this began (load ${load.toFixed(1)} on ${cores} cores): these figures say nothing.`;
}
