import { describe, expect, it } from "vitest";
import { parseCommandLine, USAGE } from "../../../tools/bench/commandLine";
import { CONTENDERS } from "../../../tools/bench/contender";

describe("npm run bench", () => {
  it("compares all of them on ten hosts when nothing else is said", () => {
    expect(parseCommandLine([])).toEqual({ verb: "compare", hosts: 10, contenders: CONTENDERS, runs: 5 });
  });

  it("takes what is asked for, in an order of its own, and writes where it is told", () => {
    const args = ["--hosts=2", "--runs=1", "--tools=systemd,ssh", "--json=a", "--plot=b", "--into=c"];
    expect(parseCommandLine(args)).toEqual({
      ...{ verb: "compare", hosts: 2, contenders: ["ssh", "systemd"], runs: 1 },
      ...{ json: "a", plot: "b", into: "c" },
    });
  });

  it("measures the parts of our own", () => {
    expect(parseCommandLine(["--micro", "--runs", "3"])).toEqual({ verb: "micro", runs: 3 });
  });

  it("measures fleets of several sizes, made up or real", () => {
    expect(parseCommandLine(["--fleet", "10,1000", "--json=a"])).toEqual({
      ...{ verb: "fleet", sizes: [10, 1000], kind: "made-up", json: "a" },
    });
    expect(parseCommandLine(["--fleet=20", "--real"])).toEqual({ verb: "fleet", sizes: [20], kind: "real" });
  });

  it.each([
    [["--fleet", "10,"], /--fleet wants numbers from 1 to 5000/],
    [["--fleet", "51", "--real"], /--fleet wants numbers from 1 to 50/],
    [["--hosts", "0"], /--hosts wants a number/],
    [["--runs", "many"], /--runs wants a number/],
    [["--tools", "ssh,chef"], /there is no chef; there are ssh, /],
    [["--fast"], /--fast/],
  ])("%j is wrong", (args, reason) => {
    expect(parseCommandLine(args)).toEqual({ verb: "wrong", reason: expect.stringMatching(reason) });
  });

  it("names every contender in its usage", () => {
    expect(parseCommandLine(["-h"])).toEqual({ verb: "help" });
    for (const name of CONTENDERS) expect(USAGE).toContain(name);
  });
});
