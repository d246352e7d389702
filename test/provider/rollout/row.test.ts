import { describe, expect, it } from "vitest";
import { rowText } from "../../../provider/rollout/row";
import type { RolloutSettings } from "../../../provider/rollout/settings";
import { fractionOf, hostsOf } from "../../../provider/rollout/share";
import type { Standing } from "../../../provider/rollout/standing";

const RULES = { maxParallel: 4, maxFailures: 2 } as RolloutSettings;
const STANDING: Standing = {
  stage: "batch",
  hosts: 20,
  ready: 12,
  failures: 1,
  preflighted: 20,
  toPreflight: 20,
  canaries: { healthy: 1, wanted: 1 },
  batch: { begun: 12, of: 19 },
  reverts: { ended: 0, of: 0 },
};

describe("the row of a rollout", () => {
  it.each<[Partial<Standing>, string]>([
    [{}, "12/20 ready · batch 3/5 · 1 failed of 2 allowed"],
    [
      { stage: "preflight", ready: 0, failures: 0, preflighted: 7 },
      "0/20 ready · looking at 7/20 hosts · 0 failed of 2 allowed",
    ],
    [
      { stage: "canary", ready: 0, failures: 0, canaries: { healthy: 0, wanted: 1 } },
      "0/20 ready · canary 0/1 · 0 failed of 2 allowed",
    ],
    [
      { stage: "draining", failures: 3 },
      "12/20 ready · halted, waiting for those under way · 3 failed of 2 allowed",
    ],
    [
      { stage: "reverting", failures: 3, reverts: { ended: 4, of: 12 } },
      "12/20 ready · taking back 4/12 · 3 failed of 2 allowed",
    ],
  ])("of %o says where it is", (change, expected) => {
    expect(rowText({ ...STANDING, ...change }, RULES)).toBe(expected);
  });

  it("keeps still about failures where none is allowed and none was", () => {
    expect(rowText({ ...STANDING, failures: 0 }, { ...RULES, maxFailures: 0 })).toBe(
      "12/20 ready · batch 3/5",
    );
  });
});

describe("a share of the fleet", () => {
  it.each<[number | string, number, number]>([
    [3, 20, 3],
    ["25%", 20, 5],
    ["25%", 7, 1],
    ["10%", 5, 0],
    ["100%", 5, 5],
    ["29%", 100, 29],
  ])("%s of %i is %i hosts, never more than was said", (share, fleet, hosts) => {
    expect(hostsOf(share, fleet)).toBe(hosts);
  });

  it.each(["", "25", "101%", "-1%", "1e1%", " 5%"])("is none when written as %o", (text) => {
    expect(fractionOf(text)).toBeUndefined();
  });
});
