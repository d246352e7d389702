import { describe, expect, it } from "vitest";
import type { RolloutSettings } from "../../../provider/rollout/settings";
import { play } from "../../../tools/simulate/play";
import type { SimulatedHost } from "../../../tools/simulate/simulatedHost";

const RULES: RolloutSettings = {
  canary: 1,
  maxParallel: 2,
  maxFailures: 0,
  autoRevert: "host",
  healthyDeadlineMs: undefined,
  progressDeadlineMs: 60_000,
  waitForBatch: false,
  pauseAfterCanary: false,
};
const GOOD: SimulatedHost = {
  isCurrent: false,
  preflight: "cleared",
  preflightMs: 10,
  update: "healthy",
  phases: [{ phase: "start", ms: 1_000 }],
  stopMs: 100,
  stopped: "cancelled",
  revert: "reverted",
  revertMs: 500,
};
const host = (change: Partial<SimulatedHost> = {}): SimulatedHost => ({ ...GOOD, ...change });
const slow = (ms: number) => host({ phases: [{ phase: "start", ms }] });
const hosts = (count: number) => Array.from({ length: count }, () => host());

/** What became of it: the verdict, each host's outcome, and when each one's turn began. */
function course(fleet: readonly SimulatedHost[], rules: Partial<RolloutSettings> = {}, cancelAtMs?: number) {
  const begun: Record<number, number> = {};
  const { verdict, rollout } = play({
    settings: { ...RULES, ...rules },
    hosts: fleet,
    ...(cancelAtMs !== undefined && { cancelAtMs }),
    onStep(atMs, step) {
      if (step.kind === "update") begun[step.host] = atMs;
    },
  });
  const said = verdict.kind === "halted" ? verdict.because : verdict.kind;
  return { said, outcomes: [...fleet.keys()].map((each) => rollout.outcomeOf(each)), begun };
}

/** Which hosts were told to stop, and why. */
function stops(fleet: readonly SimulatedHost[], rules: Partial<RolloutSettings>, cancelAtMs?: number) {
  const told: string[] = [];
  play({
    settings: { ...RULES, ...rules },
    hosts: fleet,
    ...(cancelAtMs !== undefined && { cancelAtMs }),
    onStep(_, step) {
      if (step.kind === "stop") told.push(`${step.host} ${step.because}`);
    },
  });
  return told;
}

describe("a rollout", () => {
  it("looks at all hosts, updates the canary, then the rest, as many at once as it may", () => {
    expect(course(hosts(4))).toEqual({
      said: "succeeded",
      outcomes: ["updated", "updated", "updated", "updated"],
      begun: { 0: 10, 1: 1_010, 2: 1_010, 3: 2_010 },
    });
  });

  it("refills as hosts finish, and doesn't wait for the slowest", () => {
    const fleet = [host(), slow(5_000), slow(100), slow(100), slow(100)];
    expect(course(fleet).begun).toEqual({ 0: 10, 1: 1_010, 2: 1_010, 3: 1_110, 4: 1_210 });
  });

  it("waits for the slowest of a batch where that is asked for", () => {
    const fleet = [host(), slow(5_000), slow(100), slow(100), slow(100)];
    expect(course(fleet, { waitForBatch: true }).begun).toEqual({
      0: 10,
      1: 1_010,
      2: 1_010,
      3: 6_010,
      4: 6_010,
    });
  });

  it("touches nothing when more hosts can't be reached than may fail", () => {
    const fleet = [host(), host({ preflight: "unreachable" }), host({ preflight: "refused" })];
    expect(course(fleet, { maxFailures: 1 })).toEqual({
      said: "budget",
      outcomes: ["not-started", "unreachable", "refused"],
      begun: {},
    });
  });

  it("touches nothing when two names are one machine, whatever the budget", () => {
    const fleet = [host(), host({ preflight: "same-machine" }), host()];
    expect(course(fleet, { maxFailures: 3, autoRevert: "fleet" })).toEqual({
      said: "same-machine",
      outcomes: ["not-started", "refused", "not-started"],
      begun: {},
    });
  });

  it("stops at a canary that fails, whatever the budget", () => {
    const { said, outcomes } = course([host({ update: "failed" }), ...hosts(3)], { maxFailures: 3 });
    expect([said, outcomes]).toEqual(["canary", ["failed", "not-started", "not-started", "not-started"]]);
  });

  it("takes the next host for a canary that could not even be asked", () => {
    const { said, outcomes } = course([host({ update: "unreachable" }), ...hosts(2)], { maxFailures: 1 });
    expect([said, outcomes]).toEqual(["incomplete", ["unreachable", "updated", "updated"]]);
  });

  it("goes on past failures within its budget, and is incomplete then", () => {
    const fleet = [host(), host({ update: "failed" }), host(), host({ preflight: "unreachable" })];
    const { said, outcomes } = course(fleet, { maxFailures: 2 });
    expect([said, outcomes]).toEqual(["incomplete", ["updated", "failed", "updated", "unreachable"]]);
  });

  it("lets those under way finish when the budget is spent", () => {
    const fleet = [host(), host({ update: "failed" }), slow(2_000), host()];
    const { said, outcomes } = course(fleet);
    expect([said, outcomes]).toEqual(["budget", ["updated", "failed", "updated", "not-started"]]);
  });

  it("takes the whole fleet back when asked to, and says where that failed", () => {
    const fleet = [host(), host({ update: "broken" }), host({ revert: "revert-failed" }), host()];
    const { said, outcomes } = course(fleet, { autoRevert: "fleet" });
    expect([said, outcomes]).toEqual(["budget", ["reverted", "reverted", "revert-failed", "not-started"]]);
  });

  it("takes nothing back that was only repaired", () => {
    const fleet = [host({ update: "repaired" }), host(), host({ update: "failed" })];
    expect(course(fleet, { autoRevert: "fleet" }).outcomes).toEqual(["current", "reverted", "failed"]);
  });

  it("needs no canary where hosts run the release already, and touches only the others", () => {
    const there = host({ isCurrent: true });
    expect(course([there, host(), there, host()])).toEqual({
      said: "succeeded",
      outcomes: ["current", "updated", "current", "updated"],
      begun: { 1: 10, 3: 10 },
    });
  });

  it("pauses after its canaries, and the next one goes on", () => {
    const first = course(hosts(3), { pauseAfterCanary: true });
    expect([first.said, first.outcomes]).toEqual(["paused", ["updated", "not-started", "not-started"]]);
    const next = course([host({ isCurrent: true }), host(), host()], { pauseAfterCanary: true });
    expect([next.said, next.outcomes]).toEqual(["succeeded", ["current", "updated", "updated"]]);
  });

  it("stops a host whose time is up, which counts as a failure", () => {
    const { said, outcomes } = course([host(), slow(9_000)], { healthyDeadlineMs: 3_000 });
    expect([said, outcomes]).toEqual(["budget", ["updated", "failed"]]);
  });

  it("tells a host why it is to stop", () => {
    const fleet = [host(), slow(9_000)];
    expect(stops(fleet, { healthyDeadlineMs: 3_000 })).toEqual(["1 healthy-deadline"]);
    expect(stops(fleet, { progressDeadlineMs: 3_000 })).toEqual(["1 progress-deadline"]);
    expect(stops(fleet, {}, 3_000)).toEqual(["1 cancelled"]);
  });

  it("ends when no host became healthy for so long, counted from the last one that did", () => {
    const fleet = [slow(2_500), slow(2_500), slow(20_000), host(), host(), host()];
    const { said, outcomes } = course(fleet, { progressDeadlineMs: 3_000, maxFailures: 9 });
    expect([said, outcomes]).toEqual([
      "progress-deadline",
      ["updated", "updated", "failed", "updated", "updated", "updated"],
    ]);
  });

  it("stops what is under way when it is cancelled, and begins nothing more", () => {
    const { said, outcomes } = course(
      [host(), slow(9_000), slow(9_000), host()],
      { autoRevert: "fleet" },
      3_000,
    );
    expect([said, outcomes]).toEqual(["cancelled", ["updated", "cancelled", "cancelled", "not-started"]]);
  });

  it("touches nothing when it is cancelled while it looks", () => {
    const { said, outcomes } = course([host(), host({ preflight: "unreachable" })], {}, 5);
    expect([said, outcomes]).toEqual(["cancelled", ["not-started", "not-started"]]);
  });

  it("succeeds at once where there is nothing to do", () => {
    expect(course([host({ isCurrent: true })])).toMatchObject({ said: "succeeded", outcomes: ["current"] });
    expect(course([])).toMatchObject({ said: "succeeded" });
  });
});
