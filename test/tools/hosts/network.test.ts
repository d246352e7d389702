import { describe, expect, it } from "vitest";
import { dropRules as dropInside, networkRules } from "../../../tools/hosts/container/commands";
import {
  addressOf,
  dropRules,
  HOSTS_PER_RUN,
  hostName,
  RUN_NUMBERS,
  stateRules,
} from "../../../tools/hosts/nspawn/network";

describe("names and addresses of a run", () => {
  it("fit: an interface has 15 characters, an octet ends at 255", () => {
    expect(hostName(RUN_NUMBERS.last, HOSTS_PER_RUN).length).toBeLessThanOrEqual(15);
    for (const octet of addressOf(RUN_NUMBERS.last, HOSTS_PER_RUN).split(".")) {
      expect(Number(octet)).toBeLessThan(255);
    }
  });

  it("are no other run's", () => {
    expect(hostName(1, 11)).not.toBe(hostName(11, 1));
    expect(addressOf(1, 2)).not.toBe(addressOf(2, 1));
  });
});

describe("stateRules", () => {
  const lastOf = (rules: string) => rules.trim().split("\n").at(-1);

  it("end what was before", () => {
    expect(stateRules(7, "198.18.7.11", "up")).toContain("delete element inet psd7 silent { 198.18.7.11 }");
    expect(stateRules(7, "198.18.7.11", "up")).toContain(
      "delete element inet psd7 resetting { 198.18.7.11 }",
    );
  });

  it.each([
    ["silent", "add element inet psd7 silent { 198.18.7.11 }"],
    ["reset", "add element inet psd7 resetting { 198.18.7.11 }"],
    ["up", "delete element inet psd7 resetting { 198.18.7.11 }"],
  ] as const)("%s", (state, last) => {
    expect(lastOf(stateRules(7, "198.18.7.11", state))).toBe(last);
  });
});

describe("networkRules inside a container", () => {
  it("leave loopback alone, where sshd is asked whether it is ready", () => {
    expect(networkRules("silent")).toMatch(/iif lo accept\n\s+drop/);
    expect(networkRules("reset")).toContain("reject with tcp reset");
    expect(networkRules("up")).not.toContain("chain");
  });
});

describe("dropRules", () => {
  it("name the connections of one host, and no others", () => {
    expect(dropRules(7, "198.18.7.11", [40_000, 40_002])).toBe(
      "add element inet psd7 dropped { 198.18.7.11 . 40000 }\nadd element inet psd7 dropped { 198.18.7.11 . 40002 }\n",
    );
  });

  it("inside a container go by the far ends", () => {
    const rules = dropInside(["172.17.0.1:40000"]);
    expect(rules).toContain("ip saddr 172.17.0.1 tcp sport 40000 drop");
    expect(rules).toContain("ip daddr 172.17.0.1 tcp dport 40000 drop");
  });
});
