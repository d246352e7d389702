import { describe, expect, it } from "vitest";
import { causesOf, causeWords, textBelow } from "../../../../provider/rollout/report/causes";
import { failed, host, timeline } from "./timelines";

describe("why hosts failed", () => {
  it("is told once for all with the same reason, the worst end first", () => {
    const hosts = [
      failed("a", "exited with status 1."),
      host("b"),
      failed("c", "exited with status 1."),
      failed("d", "exited with status 1.", { outcome: "broken" }),
      failed("e", "did not send READY=1 within 2min."),
    ];
    expect(
      causesOf(timeline({ hosts })).map(({ outcome, words, hosts: members }) => [
        outcome,
        words,
        members.map(({ at }) => at),
      ]),
    ).toEqual([
      ["broken", "exited with status 1.", [3]],
      ["failed", "exited with status 1.", [0, 2]],
      ["failed", "did not send READY=1 within 2min.", [4]],
    ]);
  });

  it("is told of a host that failed and was then taken back, and of one without a diagnosis", () => {
    const hosts = [
      failed("a", "exited.", { outcome: "reverted" }),
      host("b", { outcome: "revert-failed" }),
      host("c", { outcome: "reverted" }),
    ];
    expect(causesOf(timeline({ hosts })).map(({ words }) => words)).toEqual([
      "no diagnosis was kept",
      "exited.",
    ]);
  });

  it.each([
    ["myapp.service on web-1.test exited.", "exited."],
    ["myapp.service on web-1 exited.", "exited."],
    ["web-1.test: no answer", "no answer"],
    ["other.service on web-1.test exited.", "other.service on web-1.test exited."],
    ["no route to web-1.test", "no route to web-1.test"],
  ])("leaves out whom it is about: %s", (summary, words) => {
    expect(causeWords(host("web-1", { failure: { summary, text: "" } }), "myapp.service")).toBe(words);
  });

  it.each([
    ["It failed.\n\n  systemd  Result=exit-code\n", "  systemd  Result=exit-code"],
    ["It failed.", ""],
    ["Something else.\n  more", "Something else.\n  more"],
  ])("does not say the summary twice: %j", (text, below) => {
    expect(textBelow({ summary: "It failed.", text })).toBe(below);
  });
});
