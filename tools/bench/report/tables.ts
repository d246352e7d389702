import type { Spread } from "../../measure/spread";
import { type Comparison, type Figures, figuresOf } from "../comparison";
import { PHASES, type Phase } from "../contender";
import { doubt, machineLine } from "../measure/machine";
import { PHASE_TITLES, TITLES } from "./words";

const MARKS = /(<!-- npm run bench .*-->\n)[\s\S]*?(<!-- end of the bench -->)/;

/** A document with new tables between its marks. */
export function withTables(document: string, tables: string): string {
  if (!MARKS.test(document)) throw new Error("the file has no marks to put the tables between");
  return document.replace(MARKS, (_, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`);
}

/** All that was found, in Markdown. */
export function drawTables(comparison: Comparison): string {
  const { machine, hosts, runs, at } = comparison;
  const warning = doubt(machine);
  return [
    ...(warning === undefined ? [] : [`**${warning}**`]),
    `${hosts} host${hosts === 1 ? "" : "s"} at once, ${runs} run${runs === 1 ? "" : "s"}, ${at.slice(0, 10)}. ${machineLine(machine)}. Where a cell has three figures they are minimum, median and maximum.`,
    ...PHASES.flatMap((phase) => phaseTable(comparison, phase)),
    versions(comparison),
    ...comparison.missing.map(
      ({ contender, reason }) =>
        `No figures for ${TITLES[contender]}: ${reason.trim().split("\n").join("\n    ")}`,
    ),
  ].join("\n\n");
}

const HEAD = [
  "",
  "wall s",
  "of the floor",
  "beyond the empty `up` s",
  "of the floor",
  "CPU here, ms per host",
  "peak MB here",
  "connections",
  "channels",
  "kB per host",
];

function phaseTable(comparison: Comparison, phase: Phase): string[] {
  const figures = figuresOf(comparison, phase);
  if (figures.length === 0) return [];
  return [`**${PHASE_TITLES[phase]}**`, align([HEAD, ...figures.map(row)])];
}

function row(figures: Figures): string[] {
  return [
    TITLES[figures.contender],
    three(figures.wallMs, 1e3, 2),
    three(figures.ofFloor, 1, 2),
    three(figures.ownWallMs, 1e3, 2),
    three(figures.ownOfFloor, 1, 2),
    three(figures.cpuMsPerHost, 1, 0),
    three(figures.peakBytes, 1e6, 0),
    three(figures.connections, 1, 0),
    three(figures.channels, 1, 0),
    three(figures.bytes, 1e3, 0),
  ];
}

/** Three figures, or one where they are the same. */
export function three(spread: Spread | undefined, unit: number, digits: number): string {
  if (spread === undefined) return "";
  const shown = [spread.min, spread.median, spread.max].map((value) => (value / unit).toFixed(digits));
  return new Set(shown).size === 1 ? (shown[0] ?? "") : shown.join(" / ");
}

function versions({ versions }: Comparison): string {
  const named = Object.entries(versions).map(
    ([name, version]) => `${TITLES[name as keyof typeof TITLES]}: ${version}`,
  );
  return `Versions: ${named.join("; ")}.`;
}

export function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
