import { describe, expect, it } from "vitest";
import type { Html } from "../../../../provider/rollout/report/html";
import { axisScale, lane, phasesIn } from "../../../../provider/rollout/report/lane";
import type { HostTimeline } from "../../../../provider/rollout/timeline";
import { failed, host, spans } from "./timelines";

const AXIS = {
  lengthMs: 10_000,
  ticks: [
    { atMs: 0, label: "0" },
    { atMs: 5_000, label: "5s" },
    { atMs: 10_000, label: "10s" },
  ],
};

const bars = ({ markup }: Html) =>
  [...markup.matchAll(/<rect class="([^"]+)" x="([^"]+)" width="([^"]+)"/g)].map(([, ...bar]) =>
    bar.join(" "),
  );
const drawn = (changed: Partial<HostTimeline>) => lane(host("a", changed), AXIS);

describe("a host's lane", () => {
  it("has a bar for each phase, where and as long as it was", () => {
    const phases = [...spans(0, ["preflight", 500]), ...spans(2_500, ["start", 5_000], ["soak", 1_000])];
    expect(bars(drawn({ phases }))).toEqual([
      "phase-preflight 0% 5%",
      "phase-start 25% 50%",
      "phase-soak 75% 10%",
    ]);
  });

  it("tells a bar's exact times, and all of them to who can't see it", () => {
    const { markup } = drawn({ phases: spans(1_000, ["start", 2_345], ["soak", 500]) });
    expect(markup).toContain("<title>start 2.3s, from 1s to 3.3s</title>");
    expect(markup).toContain('aria-label="start 2.3s, soak 500ms"');
  });

  it("hatches the ways back", () => {
    expect(bars(drawn({ phases: spans(0, ["start", 1_000], ["rollback", 1_000]) }))).toEqual([
      "phase-start 0% 10%",
      "phase-rollback 10% 10%",
      "hatched 10% 10%",
    ]);
  });

  it("ends with a cross where the host failed, and with nothing where it didn't", () => {
    const phases = spans(0, ["start", 4_000]);
    expect(lane(failed("a", "exited.", { phases }), AXIS).markup).toMatch(
      /<svg x="40%"[^>]*><use href="#cross"\/><\/svg><\/svg>$/,
    );
    expect(drawn({ phases }).markup).not.toContain("#cross");
  });

  it("is empty for a host that took no part", () => {
    expect(drawn({}).markup).toBe('<svg aria-hidden="true"><use href="#grid"/></svg>');
  });
});

it("keeps the scale's outer labels inside of it", () => {
  expect([...axisScale(AXIS).markup.matchAll(/text-anchor="(\w+)"/g)].map(([, anchor]) => anchor)).toEqual([
    ...["start", "middle", "end"],
  ]);
});

it("explains the phases that there were, in their order", () => {
  const hosts = [
    host("a", { phases: spans(0, ["soak", 1]) }),
    host("b", { phases: spans(0, ["connect", 1]) }),
  ];
  expect(phasesIn(hosts)).toEqual(["connect", "soak"]);
});
