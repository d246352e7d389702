import { allCells, type Cell, reasonToSkip } from "./cells";
import type { Version } from "./expectation";
import { FAULT_NAMES, FAULTS } from "./faults";
import { PLACE_NAMES, type Place } from "./places";

/** A cell that was tried. */
export interface Outcome {
  readonly cell: Cell;
  readonly settledOn: Version | undefined;
  readonly failed: boolean;
  /** Of the whole cell, the next `up` included. */
  readonly durationMs: number;
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

/** `old, then new 12 s`: what ran after the fault, and after the next `up`. */
function entry({ cell, settledOn, failed, durationMs }: Outcome): string {
  const from = cell.first && settledOn === "old" ? "nothing" : (settledOn ?? "?");
  const to = cell.next === "same" ? "new" : "old";
  return `${failed ? "FAILED: " : ""}${from}, then ${to} ${seconds(durationMs)}`;
}

function kindOf({ first, next }: Cell): "update" | "back" | "first" {
  if (first) return "first";
  return next === "old" ? "back" : "update";
}

const TITLES = {
  update: "An update, then `up` with the same program",
  back: "An update, then `up` with the program of before",
  first: "A first deployment, then `up` with the same program",
} as const;

/** The tables, in Markdown: places down, faults across. What was not tried is empty, what is no cell is a dash, and both say why. */
export function drawTables(outcomes: readonly Outcome[]): string {
  return (["update", "back", "first"] as const)
    .flatMap((kind) => {
      const own = outcomes.filter(({ cell }) => kindOf(cell) === kind);
      return own.length === 0 ? [] : [`**${TITLES[kind]}**\n\n${drawTable(own)}`];
    })
    .concat(footnotes(outcomes))
    .join("\n\n");
}

const MARKS = /(<!-- npm run matrix .*-->\n)[\s\S]*?(<!-- end of the matrix -->)/;

/** A document with new tables between its marks. */
export function withTables(document: string, tables: string): string {
  if (!MARKS.test(document)) throw new Error("the file has no marks to put the tables between");
  return document.replace(MARKS, (_, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`);
}

function drawTable(outcomes: readonly Outcome[]): string {
  const faults = FAULT_NAMES.filter((fault) => outcomes.some(({ cell }) => cell.fault === fault));
  const places = PLACE_NAMES.filter((place) => outcomes.some(({ cell }) => cell.place === place));
  const rows = places.map((place) => [
    `\`${place}\``,
    ...faults.map((fault) => {
      const outcome = outcomes.find(({ cell }) => cell.fault === fault && cell.place === place);
      if (outcome) return entry(outcome);
      return reasonToSkip(fault, place) === undefined ? "" : NONE;
    }),
  ]);
  return align([["", ...faults.map((fault) => FAULTS[fault])], ...rows]);
}

const NONE = "—";

function footnotes(outcomes: readonly Outcome[]): string[] {
  const reasons = new Set(
    PLACE_NAMES.flatMap((place: Place) => FAULT_NAMES.flatMap((fault) => reasonToSkip(fault, place) ?? [])),
  );
  const untried = allCells().length - outcomes.length;
  return [
    ...[...reasons].map((reason) => `${NONE} ${reason}.`),
    ...(untried > 0 ? [`Empty, or without a row: ${untried} cells that were not tried in this run.`] : []),
  ];
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
