import { describe, expect, it } from "vitest";
import { EMPTY_TRANSCRIPT, type Outcome } from "../../../../provider/host/transcript";
import { capped } from "../../../../provider/resources/fleet/hostRecord";
import { phaseOf } from "../../../../provider/resources/fleet/phaseOf";
import { updateEnd } from "../../../../provider/resources/fleet/updateEnd";
import type { Ended } from "../../../../provider/resources/service/carryOut";
import { settle } from "../../../../provider/resources/service/settle";
import type { UpdateEnd } from "../../../../provider/rollout/drive";

function ended(outcome: Outcome | undefined, code = "", detached = true, releaseDigest = "new"): Ended {
  const end = outcome && { outcome, step: "judge", code, text: "" };
  return {
    id: "myapp.service/5f2c",
    settlement: outcome ? settle("update", outcome) : detached ? "partial" : "nothing",
    outputs: { releaseDigest },
    reason: "",
    transcript: { ...EMPTY_TRANSCRIPT, detached, end },
  };
}
const failed = (how: Extract<UpdateEnd, { kind: "failed" }>["how"]) => ({ kind: "failed", how });

describe("the end of a deployment, as a rollout is told of it", () => {
  it.each<[string, Ended, object]>([
    ["a new release is healthy", ended("committed"), { kind: "healthy", isNew: true }],
    ["the same release was repaired", ended("committed", "", true, "old"), { kind: "healthy", isNew: false }],
    ["it ran already", ended("unchanged"), { kind: "healthy", isNew: false }],
    ["it was undone", ended("rolled-back"), failed("failed")],
    ["it was never begun", ended("failed"), failed("failed")],
    ["the way back failed", ended("rollback-failed"), failed("broken")],
    ["it is kept for a look", ended("kept"), failed("broken")],
    ["the host went down", ended("interrupted"), failed("broken")],
    ["it was stopped", ended("rolled-back", "cancelled"), failed("cancelled")],
    ["something was in the way", ended("refused"), failed("refused")],
    ["another deployment held the lock", ended("busy", "lock"), failed("refused")],
    ["the host was lost on the way", ended(undefined), failed("broken")],
    ["the host was lost before", ended(undefined, "", false), failed("unreachable")],
  ])("%s", (_, deployment, expected) => {
    expect(updateEnd(deployment, "old")).toEqual(expected);
  });
});

describe("what a host is busy with", () => {
  it.each([
    ["connect", undefined, "connect"],
    ["preflight", undefined, "check"],
    ["judge", undefined, "start"],
    ["judge", 10_000, "soak"],
    ["rollback", 10_000, "rollback"],
    ["prune", 10_000, undefined],
  ])("in step %s", (step, readyAfterUs, phase) => {
    expect(phaseOf({ step, readyAfterUs })).toBe(phase);
  });
});

describe("a failure in the outputs", () => {
  it("is cut to less than 1 kB, and not within a character", () => {
    expect(capped("short")).toBe("short");
    for (const length of [1_200, 1_201, 1_202, 1_203]) {
      const cut = capped("é".repeat(length).slice(length % 2) + "x".repeat(length % 3));
      expect(Buffer.byteLength(cut)).toBeLessThan(1_024);
      expect(cut).not.toContain("\uFFFD");
    }
  });
});
