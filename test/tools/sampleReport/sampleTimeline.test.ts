import { describe, expect, it } from "vitest";
import { renderReport } from "../../../provider/rollout/report/document";
import { sampleTimeline } from "../../../tools/sampleReport/sampleTimeline";
import { STORIES, type Story } from "../../../tools/sampleReport/stories";

function story(name: string): Story {
  const found = STORIES[name];
  if (found === undefined) throw new Error(`no story ${name}`);
  return found;
}

describe("a made-up rollout", () => {
  it.each([
    ["succeeded", { kind: "succeeded" }],
    ["incomplete", { kind: "incomplete" }],
    ["canary", { kind: "halted", because: "canary" }],
    ["budget", { kind: "halted", because: "budget" }],
    ["taken-back", { kind: "halted", because: "budget" }],
    ["paused", { kind: "paused" }],
    ["cancelled", { kind: "halted", because: "cancelled" }],
    ["stuck", { kind: "halted", because: "progress-deadline" }],
  ])("of the story `%s` ends as its name says", (name, verdict) => {
    expect(sampleTimeline(story(name), 20, 1).verdict).toEqual(verdict);
  });

  it("has every story told", () => {
    expect(Object.keys(STORIES)).toHaveLength(8);
  });

  it("is the same for the same seed, and another for another", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => sampleTimeline(story("incomplete"), 20, seed));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it("is drawn with a row for each of two hundred hosts", () => {
    const page = renderReport(sampleTimeline(story("incomplete"), 200, 1));
    expect(page.match(/<tr class="host /g)).toHaveLength(200);
  });
});
