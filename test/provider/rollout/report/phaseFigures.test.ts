import { expect, it } from "vitest";
import { phaseFigures } from "../../../../provider/rollout/report/phaseFigures";
import { host, spans, timeline } from "./timelines";

it("tells of each phase how long it took, and where longest, in the order of phases", () => {
  const hosts = [
    host("a", { phases: spans(0, ["start", 1_000], ["soak", 500]) }),
    host("b", { phases: spans(0, ["start", 4_000], ["rollback", 300]) }),
    host("c", { phases: spans(0, ["connect", 20], ["start", 2_000]) }),
    host("d"),
  ];
  expect(
    phaseFigures(timeline({ hosts })).map(({ phase, hosts: many, medianMs, longestMs, longestOn }) => [
      ...[phase, many, medianMs, longestMs, longestOn.host.name],
    ]),
  ).toEqual([
    ["connect", 1, 20, 20, "c"],
    ["start", 3, 2_000, 4_000, "b"],
    ["soak", 1, 500, 500, "a"],
    ["rollback", 1, 300, 300, "b"],
  ]);
});

it("adds up what a host came through twice", () => {
  const phases = spans(0, ["soak", 100], ["diagnose", 5], ["soak", 50]);
  expect(phaseFigures(timeline({ hosts: [host("a", { phases })] }))[0]).toMatchObject({
    ...{ phase: "soak", hosts: 1, medianMs: 150 },
  });
});
