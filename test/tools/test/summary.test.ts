import { describe, expect, it } from "vitest";
import { planProjects } from "../../../tools/test/projects";
import { count } from "../../../tools/test/reporter";
import { summarize, type TestCounts } from "../../../tools/test/summary";

const OK = { ok: true } as const;
const no = (reason: string) => ({ ok: false, reason }) as const;

describe("planProjects", () => {
  it.each([
    ["all there", OK, OK, ["fast", "hosts", "e2e", "matrix", "load"], []],
    ["no hosts", no("no root"), OK, ["fast"], ["hosts", "e2e", "matrix", "load"]],
    ["no CLI", OK, no("no go"), ["fast", "hosts"], ["e2e", "matrix", "load"]],
  ])("%s", (_, hosts, cli, run, missing) => {
    const plan = planProjects(hosts, cli);
    expect(plan.run).toEqual(run);
    expect(plan.missing.map(({ name }) => name)).toEqual(missing);
  });

  it("gives every reason", () => {
    const { missing } = planProjects(no("no root"), no("no go"));
    expect(missing.at(-1)).toEqual({ name: "load", reason: "no root\nno go" });
  });
});

const GREEN: TestCounts = { passed: 12, failed: 0, skipped: [], errors: 0 };
const MISSING = [{ name: "hosts", reason: "no root" }];

describe("summarize", () => {
  it("ends with one plain line", () => {
    expect(summarize(GREEN, [], { ci: true })).toEqual({
      lines: ["12 passed, 0 failed, 0 skipped"],
      ok: true,
    });
  });

  it("gives the reason of each skipped test, once for all that share it", () => {
    const reason = "neither docker nor podman is installed";
    const skipped = [
      { name: "containers > boot", reason },
      { name: "plugin > up", reason: "the plugin is not installed" },
      { name: "containers > reboot", reason },
    ];
    const { lines, ok } = summarize({ ...GREEN, skipped }, [], { ci: true });
    expect(lines).toEqual([
      `skipped: ${reason}\n  - containers > boot\n  - containers > reboot`,
      "skipped: the plugin is not installed\n  - plugin > up",
      "12 passed, 0 failed, 3 skipped",
    ]);
    expect(ok).toBe(true);
  });

  it.each<[what: string, counts: Partial<TestCounts>, missing: typeof MISSING, ci: boolean, ok: boolean]>([
    ["a failed test", { failed: 1 }, [], false, false],
    ["no test at all", { passed: 0 }, [], false, false],
    ["an error outside of tests", { errors: 1 }, [], false, false],
    [
      "a skipped test that does not say why",
      { skipped: [{ name: "x", reason: undefined }] },
      [],
      false,
      false,
    ],
    ["no hosts on a laptop", {}, MISSING, false, true],
    ["no hosts in CI", {}, MISSING, true, false],
  ])("%s", (_, counts, missing, ci, ok) => {
    expect(summarize({ ...GREEN, ...counts }, missing, { ci }).ok).toBe(ok);
  });

  it("says what did not run, and why", () => {
    expect(summarize(GREEN, MISSING, { ci: false }).lines[0]).toBe(
      'not run: all tests of "hosts"\n  no root',
    );
  });
});

describe("count", () => {
  const test = (fullName: string, state: string, note?: string) => ({
    fullName,
    result: () => ({ state, note }),
  });

  it("counts tests over all modules, and the errors of each", () => {
    const modules = [
      { errors: () => [], children: { allTests: () => [test("a", "passed"), test("b", "failed")] } },
      {
        errors: () => [1],
        children: { allTests: () => [test("c", "skipped", "no docker"), test("d", "pending")] },
      },
    ];
    expect(count(modules, 1)).toEqual({
      ...{ passed: 1, failed: 1, errors: 2 },
      skipped: [
        { name: "c", reason: "no docker" },
        { name: "d", reason: undefined },
      ],
    });
  });
});
