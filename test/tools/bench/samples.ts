import type { Comparison, Sample } from "../../../tools/bench/comparison";
import type { ContenderName } from "../../../tools/bench/contender";

export const IDLE = {
  processor: "A processor",
  cores: 2,
  memoryBytes: 8 * 2 ** 30,
  system: "Debian",
  kernel: "6.1",
  node: "v20.20.2",
  busyCores: 0.02,
};

export function sample(
  contender: ContenderName,
  run: number,
  wallMs: number,
  rest: Partial<Sample> = {},
): Sample {
  const each = { connections: 1, channels: 1, bytes: 50_000 };
  return {
    ...{ contender, phase: "first", run, wallMs, cpuMs: 100, peakBytes: 30e6, traffic: [each, each] },
    ...rest,
  };
}

export function comparison(samples: readonly Sample[], rest: Partial<Comparison> = {}): Comparison {
  const about = {
    at: "2026-12-24T18:00:00.000Z",
    machine: IDLE,
    hosts: 2,
    runs: 3,
    versions: { ssh: "9.2" },
  };
  return { ...about, missing: [], samples, ...rest };
}

export const BUSY = { ...IDLE, busyCores: 1.9 };
