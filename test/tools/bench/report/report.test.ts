import { describe, expect, it } from "vitest";
import { drawPlot } from "../../../../tools/bench/report/plot";
import { drawTables, three, withTables } from "../../../../tools/bench/report/tables";
import { BUSY, comparison, sample } from "../samples";

const measured = comparison(
  [
    ...[1, 2].map((run) => sample("ssh", run, 2_000 * run)),
    sample("empty", 1, 5_000),
    sample("systemd", 1, 7_500),
  ],
  { missing: [{ contender: "command", reason: "its plugin is not installed" }] },
);

describe("the tables", () => {
  it("have a row for whoever did the job, and a reason for whoever did not", () => {
    const tables = drawTables(measured);
    expect(tables).toMatch(/^\| raw OpenSSH +\| 2\.00 \/ 3\.00 \/ 4\.00 \| 1\.00 +\| +\| +\| 50 /m);
    expect(tables).toMatch(/^\| this project +\| 7\.50 +\| 3\.75 +\| 2\.50 +\| 1\.25 +\| 50 /m);
    expect(tables).toContain("No figures for @pulumi/command: its plugin is not installed");
    expect(tables).not.toMatch(/^\| @pulumi\/command/m);
  });

  it("name the machine, and say when it was too busy to be believed", () => {
    expect(drawTables(measured)).toContain(
      "2 hosts at once, 3 runs, 2026-12-24. A processor, 2 cores, 8 GiB",
    );
    expect(drawTables(measured)).not.toContain("busy");
    expect(drawTables({ ...measured, machine: BUSY })).toContain("The machine was busy");
  });

  it("go between the marks of a document, and nowhere else", () => {
    const document =
      "# Speed\n<!-- npm run bench fills this in -->\nold\n<!-- end of the bench -->\nThe end.\n";
    const filled = withTables(document, "$& new");
    expect(filled).toBe(
      "# Speed\n<!-- npm run bench fills this in -->\n\n$& new\n\n<!-- end of the bench -->\nThe end.\n",
    );
    expect(() => withTables("# Speed\n", "new")).toThrow(/no marks/);
  });

  it("show one figure where three would be the same", () => {
    expect(three({ min: 1, median: 1, max: 1.001 }, 1, 1)).toBe("1.0");
    expect(three(undefined, 1, 1)).toBe("");
  });
});

describe("the plot", () => {
  it("has a bar to each median, and our own apart from the engine's", () => {
    const svg = drawPlot(measured);
    const widths = [...svg.matchAll(/<rect class="(\w+)"[^>]* width="([\d.]+)"/g)].map(([, cls, width]) => [
      cls,
      width,
    ]);
    const full = Number(widths.find(([cls]) => cls === "ours")?.[1]);
    expect(widths.map(([cls, width]) => [cls, (Number(width) / full).toFixed(3)])).toEqual([
      ["bar", "0.400"],
      ["bar", "0.667"],
      ["ours", "1.000"],
      ["empty", "0.667"],
    ]);
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});
