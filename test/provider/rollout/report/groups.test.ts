import { describe, expect, it } from "vitest";
import { groupsOf } from "../../../../provider/rollout/report/groups";
import type { RolloutSettings } from "../../../../provider/rollout/settings";
import type { HostTimeline } from "../../../../provider/rollout/timeline";
import { host, spans, timeline } from "./timelines";

const turn = (name: string, fromMs: number, changed: Partial<HostTimeline> = {}) =>
  host(name, { phases: spans(fromMs, ["connect", 100], ["start", 900]), ...changed });

/** `Batch 1 of 2: a b` for each group. */
function lines(hosts: readonly HostTimeline[], settings: Partial<RolloutSettings> = {}): string[] {
  return groupsOf(timeline({ hosts, settings })).map(
    (group) => `${group.title}: ${group.hosts.map(({ host: { name } }) => name).join(" ")}`,
  );
}

describe("the order of the hosts", () => {
  it("is that of their turns: canaries, then batches of as many as may be under way at once", () => {
    const hosts = [
      turn("c", 5_000),
      turn("a", 1_000, { role: "canary" }),
      turn("d", 6_000),
      turn("b", 2_000),
    ];
    expect(lines(hosts)).toEqual(["Canary: a", "Batch 1 of 2: b c", "Batch 2 of 2: d"]);
  });

  it("is that of the program where turns began in the same moment", () => {
    expect(lines([turn("b", 10), turn("a", 10)])).toEqual(["Batch 1 of 1: b a"]);
  });

  it("makes no batches of one", () => {
    const hosts = [turn("a", 1), turn("b", 2), turn("c", 3)];
    expect(lines(hosts, { maxParallel: 1 })).toEqual(["One after the other: a b c"]);
  });

  it("puts those that had no turn to the end, by why they had none", () => {
    const look = spans(0, ["preflight", 300]);
    const hosts = [
      host("late", { outcome: "not-started", phases: look }),
      host("down", { outcome: "unreachable", phases: look }),
      host("old", { outcome: "current" }),
      host("taken", { outcome: "refused", phases: look }),
      turn("first", 300, { role: "canary" }),
    ];
    expect(lines(hosts)).toEqual([
      "Canary: first",
      "Stopped by preflight: down taken",
      "Turn never came: late",
      "Had the release already: old",
    ]);
  });

  it("tells why there was no canary", () => {
    expect(lines([turn("a", 1), host("b", { outcome: "current" })])).toEqual([
      "Batch 1 of 1: a",
      "Had the release already, so no canary was needed: b",
    ]);
  });

  it("spans the turns of a group, without preflight and the way back of the fleet", () => {
    const phases = spans(0, ["preflight", 500], ["start", 2_000], ["revert", 9_000]);
    const [group] = groupsOf(timeline({ hosts: [host("a", { phases }), turn("b", 2_000)] }));
    expect(group?.span).toEqual({ fromMs: 500, toMs: 3_000 });
  });

  it("has nothing to say of an empty fleet", () => {
    expect(lines([])).toEqual([]);
  });
});
