import { describe, expect, it } from "vitest";
import {
  elsewhereSentence,
  verdictSentence,
  verdictTitle,
} from "../../../../provider/rollout/report/verdictWords";
import { failed, host, timeline } from "./timelines";

describe("the headline", () => {
  const halted = (because: "canary" | "budget" | "progress-deadline" | "cancelled" | "same-machine") =>
    ({ kind: "halted", because }) as const;

  it.each([
    ["Succeeded", timeline({ hosts: [host("a")] })],
    [
      "Incomplete: 1 host failed",
      timeline({ verdict: { kind: "incomplete" }, hosts: [host("a"), failed("b", "exited.")] }),
    ],
    ["Paused after the canary", timeline({ verdict: { kind: "paused" } })],
    ["Halted: a canary failed", timeline({ verdict: halted("canary") })],
    ["Halted: more hosts failed than allowed", timeline({ verdict: halted("budget") })],
    [
      "Halted: no host became ready for 10min",
      timeline({ verdict: halted("progress-deadline"), settings: { progressDeadlineMs: 600_000 } }),
    ],
    [
      "Halted before the first host: two of them are the same machine",
      timeline({ verdict: halted("same-machine") }),
    ],
    ["Cancelled", timeline({ verdict: halted("cancelled") })],
    [
      "Halted: more hosts failed than allowed; the fleet was taken back",
      timeline({ verdict: halted("budget"), hosts: [host("a", { outcome: "reverted" })] }),
    ],
    [
      "Halted: a canary failed; not every host could be taken back",
      timeline({
        verdict: halted("canary"),
        hosts: [host("a", { outcome: "reverted" }), host("b", { outcome: "revert-failed" })],
      }),
    ],
  ])("%s", (title, rollout) => {
    expect(verdictTitle(rollout)).toBe(title);
  });
});

describe("the sentence", () => {
  it("tells service, release, how many are ready, how many failed, and how long it took", () => {
    const hosts = [host("a"), host("b", { outcome: "current" }), failed("c", "exited.")];
    expect(verdictSentence(timeline({ hosts, settings: { maxFailures: 2 } }))).toBe(
      "myapp.service, release 285f4fd1f762: ready on 2 of 3 hosts after 2min 14s, 1 failed of 2 allowed.",
    );
  });

  it("counts a host as failed that was taken back with the fleet", () => {
    const hosts = [host("a", { outcome: "reverted" }), host("b", { outcome: "reverted" })];
    expect(verdictSentence(timeline({ hosts, failures: 1 }))).toContain("1 failed of 0 allowed");
  });

  it.each([
    [[host("a"), host("b")], "ready on all 2 hosts after 2min 14s."],
    [[host("a")], "ready on its only host after 2min 14s."],
    [
      [failed("a", "exited."), host("b", { outcome: "not-started" })],
      "ready on none of 2 hosts after 2min 14s, 1 failed of 0 allowed.",
    ],
  ])("of other fleets", (hosts, end) => {
    expect(verdictSentence(timeline({ hosts }))).toBe(`myapp.service, release 285f4fd1f762: ${end}`);
  });

  it("tells what runs elsewhere", () => {
    const hosts = [
      host("a"),
      failed("b", "exited."),
      failed("c", "exited.", { release: undefined }),
      host("d", { outcome: "not-started" }),
      host("e", { outcome: "unreachable" }),
      failed("f", "exited.", { outcome: "broken" }),
      host("g", { outcome: "revert-failed" }),
    ];
    expect(elsewhereSentence(timeline({ hosts }))).toBe(
      "Of the others, 1 runs what ran before; 1 runs nothing, as before; 2 were not touched; " +
        "1 could not be taken back; 1 is not known to run anything well.",
    );
    expect(elsewhereSentence(timeline({ hosts: hosts.slice(1, 2) }))).toBe("1 runs what ran before.");
    expect(elsewhereSentence(timeline({ hosts: hosts.slice(0, 1) }))).toBe("");
  });
});
