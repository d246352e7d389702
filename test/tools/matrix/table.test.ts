import { describe, expect, it } from "vitest";
import type { Cell } from "../../../tools/matrix/cells";
import { drawTables, type Outcome, withTables } from "../../../tools/matrix/table";

const outcome = (cell: Partial<Cell>, settledOn: Outcome["settledOn"], failed = false): Outcome => ({
  cell: { fault: "reset", place: "judge", next: "same", first: false, ...cell },
  ...{ settledOn, failed, durationMs: 12_400 },
});

describe("the table", () => {
  it("has places down, faults across, and says what ran, what ran then, and how long it took", () => {
    const drawn = drawTables([
      outcome({}, "new"),
      outcome({ fault: "agent-killed" }, "old"),
      outcome({ fault: "agent-killed", place: "prune" }, "new", true),
    ]);
    expect(drawn.split("\n").slice(0, 6)).toEqual(
      [
        "**An update, then `up` with the same program**",
        "",
        "|         | connection reset    | agent SIGKILL               |",
        "| ------- | ------------------- | --------------------------- |",
        "| `judge` | new, then new 12 s  | old, then new 12 s          |",
        "| `prune` | —                   | FAILED: new, then new 12 s  |",
      ]
        .map((line) => line.replace(/ +(?=\|)/g, " "))
        .map((line) => expect.stringMatching(pattern(line))),
    );
    expect(drawn).toContain("— the CLI has its answer by then");
    expect(drawn).toMatch(/Empty, or without a row: \d+ cells that were not tried/);
  });

  it("has tables of their own for the way back and for first deployments", () => {
    const drawn = drawTables([outcome({ next: "old" }, "new"), outcome({ first: true }, "old")]);
    expect(drawn).toContain("new, then old 12 s");
    expect(drawn).toContain("nothing, then new 12 s");
    expect(drawn.match(/^\*\*/gm)).toHaveLength(2);
  });
});

describe("a document", () => {
  const marked = (between: string) =>
    `before\n<!-- npm run matrix -- --into x.md -->\n${between}<!-- end of the matrix -->\nafter\n`;

  it("gets new tables in place of the old ones", () => {
    expect(withTables(marked("\nold $1\n\n"), "new $&")).toBe(marked("\nnew $&\n\n"));
    expect(withTables(marked(""), "new")).toBe(marked("\nnew\n\n"));
  });

  it("without a place for them is an error", () => {
    expect(() => withTables("no marks", "new")).toThrow(/no marks/);
  });
});

/** The line with any padding. */
function pattern(line: string): RegExp {
  const words = line.split(/ +/).map((word) => (/^-+$/.test(word) ? "-+" : word.replace(/[|.*`]/g, "\\$&")));
  return new RegExp(`^${words.join(" *")}$`);
}
