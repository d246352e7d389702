import type { Spread } from "../../measure/spread";

/** One figure about a part of our own. */
export interface Part {
  readonly what: string;
  readonly unit: "ms" | "ms CPU" | "µs CPU" | "per second" | "bytes" | "processes";
  readonly spread: Spread;
}

/** Processor time of this process, in milliseconds: on a machine that others use too it says more than the clock. */
export async function cpuMsOf(work: () => Promise<unknown> | unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Once for nothing (modules load, code is compiled), then `runs` times. */
export async function repeat(runs: number, measure: (run: number) => Promise<number>): Promise<number[]> {
  await measure(0);
  const values: number[] = [];
  for (let run = 1; run <= runs; run++) values.push(await measure(run));
  return values;
}
