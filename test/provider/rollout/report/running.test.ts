import { describe, expect, it } from "vitest";
import { runningGroups, runningOn } from "../../../../provider/rollout/report/running";
import { failed, host, NEW, OLD, timeline } from "./timelines";

describe("what runs on a host", () => {
  it.each([
    ["current", NEW, "wanted"],
    ["updated", NEW, "wanted"],
    ["failed", OLD, "before"],
    ["failed", undefined, "nothing"],
    ["cancelled", OLD, "before"],
    ["cancelled", undefined, "nothing"],
    ["reverted", OLD, "before"],
    ["reverted", undefined, "nothing"],
    ["unreachable", undefined, "untouched"],
    ["refused", OLD, "untouched"],
    ["not-started", OLD, "untouched"],
    ["broken", OLD, "broken"],
    ["revert-failed", NEW, "not-reverted"],
  ] as const)("after `%s` with release %s: %s", (outcome, release, running) => {
    expect(runningOn(host("a", { outcome, release }))).toBe(running);
  });
});

describe("hosts on which the same runs", () => {
  const named = (hosts: Parameters<typeof timeline>[0]["hosts"]) =>
    runningGroups(timeline({ hosts })).map(({ running, release, hosts: members }) => [
      running,
      release,
      members.map((member) => member.host.name).join(" "),
    ]);

  it("are one group, and what needs a look comes first", () => {
    expect(
      named([
        host("a"),
        failed("b", "exited."),
        host("c"),
        host("d", { outcome: "unreachable", release: undefined, status: undefined }),
        failed("e", "exited.", { outcome: "broken", status: "failed (failed, exit-code)" }),
      ]),
    ).toEqual([
      ["broken", OLD, "e"],
      ["wanted", NEW, "a c"],
      ["before", OLD, "b"],
      ["untouched", undefined, "d"],
    ]);
  });

  it("with settings of their own are one group, too", () => {
    expect(named([host("a", { release: "own-a" }), host("b", { release: "own-b" }), host("c")])).toEqual([
      ["wanted", undefined, "a b"],
      ["wanted", NEW, "c"],
    ]);
  });
});
