import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Crew, drive, type UpdateEnd } from "../../../provider/rollout/drive";
import type { Host } from "../../../provider/rollout/moves";
import { Rollout } from "../../../provider/rollout/rollout";
import type { RolloutSettings } from "../../../provider/rollout/settings";

const RULES: RolloutSettings = {
  canary: 1,
  maxParallel: 3,
  maxFailures: 0,
  autoRevert: "host",
  healthyDeadlineMs: undefined,
  progressDeadlineMs: 60_000,
  waitForBatch: false,
  pauseAfterCanary: false,
};
const HEALTHY: UpdateEnd = { kind: "healthy", isNew: true };

/** Fakes: hosts that are nothing but promises. */
function crewOf(change: Partial<Crew> = {}) {
  const seen = { looks: 0, mostLooks: 0, updates: 0, mostUpdates: 0, reverted: [] as Host[] };
  const crew: Crew = {
    async preflight() {
      seen.mostLooks = Math.max(seen.mostLooks, ++seen.looks);
      await sleep(2);
      seen.looks--;
      return "cleared";
    },
    async update() {
      seen.mostUpdates = Math.max(seen.mostUpdates, ++seen.updates);
      await sleep(2);
      seen.updates--;
      return HEALTHY;
    },
    async revert(host) {
      seen.reverted.push(host);
      return true;
    },
    ...change,
  };
  return { crew, seen };
}

function run(
  crew: Crew,
  hosts: number,
  rules: Partial<RolloutSettings> = {},
  signal = new AbortController().signal,
) {
  const rollout = new Rollout(
    { ...RULES, ...rules },
    Array.from({ length: hosts }, () => ({ isCurrent: false })),
  );
  const done = drive({ rollout, crew, signal, looksAtOnce: 5, onEvent: () => undefined });
  return { rollout, done };
}

/** Under way until it is told to stop, as a host that doesn't become ready. */
function untilStopped(signal: AbortSignal): Promise<UpdateEnd> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve({ kind: "failed", how: "cancelled" }));
  });
}

describe("a rollout that is driven", () => {
  it("looks at some hosts at once, and updates as many as it may", async () => {
    const { crew, seen } = crewOf();
    expect(await run(crew, 12).done).toEqual({ kind: "succeeded" });
    expect(seen).toMatchObject({ mostLooks: 5, mostUpdates: 3 });
  });

  it("takes hosts back", async () => {
    const { crew, seen } = crewOf({
      update: async (host) => (host === 2 ? { kind: "failed", how: "failed" } : HEALTHY),
    });
    const { done, rollout } = run(crew, 3, { autoRevert: "fleet" });
    expect(await done).toEqual({ kind: "halted", because: "budget" });
    expect(seen.reverted).toEqual([0, 1]);
    expect(rollout.outcomeOf(0)).toBe("reverted");
  });

  it("stops a host when its time is up, without hearing from any", async () => {
    const { crew } = crewOf({
      update: async (host, signal) => (host === 1 ? untilStopped(signal) : HEALTHY),
    });
    const { done, rollout } = run(crew, 2, { healthyDeadlineMs: 30 });
    expect(await done).toEqual({ kind: "halted", because: "budget" });
    expect(rollout.outcomeOf(1)).toBe("failed");
  });

  it("stops what is under way when it is cancelled", async () => {
    const cancel = new AbortController();
    const { crew } = crewOf({
      async update(_, signal) {
        setTimeout(() => cancel.abort(), 5);
        return await untilStopped(signal);
      },
    });
    const { done, rollout } = run(crew, 3, {}, cancel.signal);
    expect(await done).toEqual({ kind: "halted", because: "cancelled" });
    expect([0, 1, 2].map((host) => rollout.outcomeOf(host))).toEqual([
      "cancelled",
      "not-started",
      "not-started",
    ]);
  });

  it("begins nothing when it is cancelled already", async () => {
    const { crew, seen } = crewOf({
      preflight: async () => "unreachable",
    });
    expect(await run(crew, 2, {}, AbortSignal.abort()).done).toEqual({
      kind: "halted",
      because: "cancelled",
    });
    expect(seen.mostUpdates).toBe(0);
  });

  it("ends with a bug of its crew, rather than waiting for ever", async () => {
    const { crew } = crewOf({
      update: async () => {
        throw new TypeError("a bug");
      },
    });
    await expect(run(crew, 2).done).rejects.toThrow("a bug");
  });
});
