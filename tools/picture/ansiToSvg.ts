import { CARD } from "./palette";
import { type Cell, type Row, screenOf } from "./screen";
import { PLAIN, type Style } from "./style";

export interface PictureOptions {
  /** Shown in the title bar, and what a screen reader says. */
  readonly title: string;
  /** Width of the terminal that was recorded, in characters. @default 100 */
  readonly columns?: number;
}

/** Pixels. A monospaced character is 0.6 em wide; each run of text is stretched to exactly that, whatever the font. */
const FONT_SIZE = 14;
const CELL = { width: FONT_SIZE * 0.6, height: 20 } as const;
const PADDING = 20;
const BAR_HEIGHT = 36;

/**
 * A picture of what a terminal showed: text with ANSI colours in, a self-contained SVG out (no fonts, scripts or links).
 * It is as wide as its longest line.
 */
export function ansiToSvg(recording: string, { title, columns = 100 }: PictureOptions): string {
  const rows = screenOf(recording, columns);
  const longest = Math.max(...rows.map((row) => row.length), title.length + 20);
  const width = Math.ceil(longest * CELL.width + 2 * PADDING);
  const height = BAR_HEIGHT + rows.length * CELL.height + 2 * PADDING;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" xml:space="preserve">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{font:${FONT_SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:${CARD.text};white-space:pre}</style>`,
    ...windowFrame(width, height, title),
    ...rows.flatMap((row, index) => rowToSvg(row, BAR_HEIGHT + PADDING + index * CELL.height)),
    "</svg>",
  ].join("\n")}\n`;
}

function windowFrame(width: number, height: number, title: string): string[] {
  const [w, h] = [width - 1, height - 1];
  return [
    `<rect x=".5" y=".5" width="${w}" height="${h}" rx="10" fill="${CARD.background}" stroke="${CARD.border}"/>`,
    `<path d="M1 ${BAR_HEIGHT}V10.5A9.5 9.5 0 0 1 10.5 1H${w - 10}A9.5 9.5 0 0 1 ${w} 10.5V${BAR_HEIGHT}Z" fill="${CARD.bar}"/>`,
    ...CARD.buttons.map(
      (colour, index) =>
        `<circle cx="${PADDING + 2 + index * 20}" cy="${BAR_HEIGHT / 2}" r="6" fill="${colour}"/>`,
    ),
    `<text x="${width / 2}" y="${BAR_HEIGHT / 2 + 5}" text-anchor="middle" style="fill:${CARD.title}">${escaped(title)}</text>`,
  ];
}

interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

function rowToSvg(row: Row, top: number): string[] {
  return runsOf(row).flatMap(({ column, text, style }) => {
    const x = number(PADDING + column * CELL.width);
    const length = number(Array.from(text).length * CELL.width);
    const background = style.background
      ? [`<rect x="${x}" y="${top}" width="${length}" height="${CELL.height}" fill="${style.background}"/>`]
      : [];
    // The underline is drawn: a renderer that stretches a run may leave the font's own one behind.
    const underline = style.underline
      ? [`<path d="M${x} ${top + 18}h${length}" stroke="${style.colour ?? CARD.text}"/>`]
      : [];
    const drawn = `<text x="${x}" y="${top + 15}" textLength="${length}"${attributes(style)}>${escaped(text)}</text>`;
    return [...background, ...(text.trim() === "" ? [] : [drawn]), ...underline];
  });
}

/** Neighbours of one style, without the blanks around them that show nothing. */
function runsOf(row: Row): Run[] {
  const runs: Run[] = [];
  for (const [column, cell] of row.entries()) {
    const { character, style }: Cell = cell ?? { character: " ", style: PLAIN };
    const last = runs.at(-1);
    if (last !== undefined && isSame(last.style, style))
      runs[runs.length - 1] = { ...last, text: last.text + character };
    else runs.push({ column, text: character, style });
  }
  return runs.flatMap((run) => {
    if (run.style.background !== undefined || run.style.underline) return run;
    const text = run.text.trim();
    const indent = run.text.length - run.text.trimStart().length;
    return text === "" ? [] : { ...run, text, column: run.column + indent };
  });
}

function isSame(one: Style, other: Style): boolean {
  return (
    attributes(one) + one.background + one.underline ===
    attributes(other) + other.background + other.underline
  );
}

function attributes({ colour, bold, dim, italic }: Style): string {
  const css = [
    ...(colour === undefined ? [] : [`fill:${colour}`]),
    ...(bold ? ["font-weight:bold"] : []),
    ...(dim ? ["opacity:.6"] : []),
    ...(italic ? ["font-style:italic"] : []),
  ];
  return css.length === 0 ? "" : ` style="${css.join(";")}"`;
}

const UNFIT_FOR_XML = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replace(UNFIT_FOR_XML, "\ufffd")
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
