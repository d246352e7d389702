import { describe, expect, it } from "vitest";
import { Agenda } from "../../../tools/simulate/agenda";
import { parseCommandLine } from "../../../tools/simulate/commandLine";
import { randomFrom } from "../../../tools/simulate/random";
import { simulate } from "../../../tools/simulate/simulateCommand";

/** What `npm run simulate -- …` prints, and its exit code. */
function told(...args: string[]): { code: number; story: string } {
  const command = parseCommandLine(args);
  if (command.verb !== "run") throw new Error(JSON.stringify(command));
  const lines: string[] = [];
  const code = simulate(command.simulation, (line) => void lines.push(line));
  return { code, story: lines.join("\n") };
}

describe("npm run simulate", () => {
  it("tells a rollout from its first look to the last host", () => {
    const { code, story } = told("--hosts", "100", "--seed", "1");
    expect(code).toBe(0);
    expect(story).toMatch(/^0:00:00 {2}0\/100 ready · looking at 0\/100 hosts$/m);
    expect(story).toMatch(/ {2}0\/100 ready · canary 0\/1$/m);
    expect(story).toMatch(/ready · batch 10\/10$/m);
    expect(story).toMatch(/^succeeded after 0:0\d:\d\d, \d+ events\n {2}updated {12}100$/m);
  });

  it("tells the same story for the same seed, and another one for another", () => {
    const args = [
      "--hosts",
      "500",
      "--failing",
      "1%",
      "--unreachable",
      "1%",
      "--max-failures",
      "5%",
      "--seed",
    ];
    const first = told(...args, "7").story;
    expect(told(...args, "7").story).toBe(first);
    expect(told(...args, "8").story).not.toBe(first);
  });

  it("tells what is left of a fleet that is taken back", () => {
    const { code, story } = told(
      "--hosts",
      "200",
      "--failing",
      "30%",
      "--canary",
      "0",
      "--auto-revert",
      "fleet",
    );
    expect(code).toBe(1);
    expect(story).toContain("taking back");
    expect(story).toMatch(/^halted \(budget\) after/m);
    expect(story).toMatch(/^ {2}reverted /m);
    expect(story).not.toMatch(/^ {2}updated /m);
  });

  it("plays a large fleet", () => {
    const { story } = told("--hosts", "10000", "--seed", "1", "--failing", "0.1%", "--max-failures", "1%");
    expect(story).toMatch(/^incomplete after/m);
  });

  it("gives the timeline of every host, as a report draws it", () => {
    const timeline = JSON.parse(told("--hosts", "3", "--json").story);
    expect(timeline.hosts).toHaveLength(3);
    const [first] = timeline.hosts;
    expect(first).toMatchObject({ name: "host1", role: "canary", outcome: "updated" });
    const ends = first.phases.map(({ toMs }: { toMs: number }) => toMs);
    expect(ends).toEqual([...ends].sort((a: number, b: number) => a - b));
  });

  it.each([
    [["--hosts", "0"], "--hosts wants a whole number from 1 to 1000000"],
    [["--failing", "2"], "--failing wants a percentage, such as 2%"],
    [["--auto-revert", "all"], "--auto-revert wants host, fleet or none"],
    [["--max-parallel", "300%"], "--max-parallel wants a percentage, such as 2%"],
  ])("refuses %j", (args, reason) => {
    expect(parseCommandLine(args)).toEqual({ verb: "wrong", reason });
  });

  it("takes shares of the fleet, and of maxParallel one host at least", () => {
    expect(parseCommandLine(["--hosts", "10", "--max-parallel", "5%", "--canary", "20%"])).toMatchObject({
      simulation: { settings: { maxParallel: 1, canary: 2 } },
    });
  });
});

describe("an agenda", () => {
  it("gives what is earliest, and of one moment what came first", () => {
    const agenda = new Agenda<string>();
    const random = randomFrom(1);
    const times = Array.from({ length: 300 }, () => Math.floor(random() * 20));
    for (const [order, atMs] of times.entries()) agenda.add(atMs, `${atMs}/${order}`);
    const taken = times.map(() => agenda.take()?.item);
    const expected = times
      .map((atMs, order) => ({ atMs, order }))
      .sort((a, b) => a.atMs - b.atMs || a.order - b.order)
      .map(({ atMs, order }) => `${atMs}/${order}`);
    expect(taken).toEqual(expected);
    expect(agenda.take()).toBeUndefined();
  });
});
