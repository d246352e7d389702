import { describe, expect, it } from "vitest";
import { figuresOf } from "../../../tools/bench/comparison";
import { comparison, sample } from "./samples";

describe("figures", () => {
  const measured = comparison([
    ...[sample("ssh", 1, 2_000), sample("ssh", 2, 4_000), sample("ssh", 3, 3_000)],
    ...[sample("empty", 1, 5_000), sample("empty", 2, 5_000), sample("empty", 3, 6_000)],
    ...[sample("systemd", 1, 7_000), sample("systemd", 2, 9_000), sample("systemd", 3, 12_000)],
    sample("ssh", 1, 1, { phase: "change" }),
  ]);

  it("are minimum, median and maximum of a phase", () => {
    const [ssh] = figuresOf(measured, "first");
    expect(ssh).toMatchObject({ contender: "ssh", wallMs: { min: 2_000, median: 3_000, max: 4_000 } });
    expect(figuresOf(measured, "refresh")).toEqual([]);
  });

  it("are set against the floor of the same run, not of another", () => {
    const [, , systemd] = figuresOf(measured, "first");
    expect(systemd?.ofFloor).toEqual({ min: 2.25, median: 3.5, max: 4 });
  });

  it("tell our own share: what the engine takes with nothing to do is taken off, run by run", () => {
    const [ssh, empty, systemd] = figuresOf(measured, "first");
    expect(systemd?.ownWallMs).toEqual({ min: 2_000, median: 4_000, max: 6_000 });
    expect(systemd?.ownOfFloor).toEqual({ min: 1, median: 1, max: 2 });
    expect([ssh?.ownWallMs, empty?.ownWallMs]).toEqual([undefined, undefined]);
  });

  it("have no ratio to what was not measured", () => {
    const [systemd] = figuresOf(comparison([sample("systemd", 1, 1)]), "first");
    expect(systemd).toMatchObject({ ofFloor: undefined, ownWallMs: undefined, ownOfFloor: undefined });
  });

  it("divide the processor time among the hosts, and count each host for itself", () => {
    const uneven = [
      { connections: 1, channels: 1, bytes: 10 },
      { connections: 3, channels: 9, bytes: 30 },
    ];
    const [ssh] = figuresOf(comparison([sample("ssh", 1, 1, { traffic: uneven })]), "first");
    expect(ssh).toMatchObject({
      cpuMsPerHost: { median: 50 },
      connections: { min: 1, median: 2, max: 3 },
      channels: { min: 1, median: 5, max: 9 },
      bytes: { median: 20 },
    });
  });
});
