import { PLAIN, type Style, selectGraphicRendition } from "./style";

export interface Cell {
  readonly character: string;
  readonly style: Style;
}

/** One line of the screen; holes are blanks. */
export type Row = readonly (Cell | undefined)[];

const ESCAPE = "\u001b";
const BELL = "\u0007";

/** A control sequence (parameters and final letter, which a cut-off one lacks), an operating system command, another escape, or one character. */
const TOKEN = new RegExp(
  [
    `${ESCAPE}\\[(?<parameters>[\\d;:?<=>]*)[ -/]*(?<final>[@-~])?`,
    `${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)`,
    `${ESCAPE}[ -/]*[0-~]`,
    "(?<character>[^])",
  ].join("|"),
  "gu",
);

/**
 * What a terminal of that width shows after `recording`: later output has replaced earlier one, as Pulumi's progress rows
 * do. Like paper, it has no height: nothing scrolls away. Every character is one column wide.
 */
export function screenOf(recording: string, columns: number): Row[] {
  const screen = new Screen(columns);
  for (const { groups = {} } of recording.matchAll(TOKEN)) {
    if (groups.character !== undefined) screen.write(groups.character);
    else if (groups.final !== undefined) screen.control(groups.final, groups.parameters ?? "");
  }
  return withoutBlankEdges(screen.rows);
}

class Screen {
  readonly rows: (Cell | undefined)[][] = [];
  private row = 0;
  private column = 0;
  private style = PLAIN;

  constructor(private readonly columns: number) {}

  write(character: string): void {
    if (character === "\n") this.moveTo(this.row + 1, 0);
    else if (character === "\r") this.moveTo(this.row, 0);
    else if (character === "\b") this.moveTo(this.row, this.column - 1);
    else if (character === "\t") this.moveTo(this.row, (Math.floor(this.column / 8) + 1) * 8);
    else if (!/\p{Cc}/u.test(character)) this.put(character);
  }

  control(final: string, parameters: string): void {
    const numbers = parameters.split(/[;:]/).map(Number);
    const [first = 0, second = 0] = numbers;
    const count = Math.max(first, 1);
    if (final === "m") this.style = selectGraphicRendition(this.style, numbers);
    else if (final === "A") this.moveTo(this.row - count, this.column);
    else if (final === "B") this.moveTo(this.row + count, this.column);
    else if (final === "C") this.moveTo(this.row, this.column + count);
    else if (final === "D") this.moveTo(this.row, this.column - count);
    else if (final === "E") this.moveTo(this.row + count, 0);
    else if (final === "F") this.moveTo(this.row - count, 0);
    else if (final === "G") this.moveTo(this.row, count - 1);
    else if (final === "H") this.moveTo(count - 1, Math.max(second, 1) - 1);
    else if (final === "K") this.eraseInLine(first);
    else if (final === "J") this.eraseInDisplay(first);
  }

  private moveTo(row: number, column: number): void {
    this.row = Math.max(row, 0);
    this.column = Math.min(Math.max(column, 0), this.columns - 1);
  }

  private put(character: string): void {
    // A terminal wraps when the character after the last column comes, not before.
    if (this.column === this.columns) this.moveTo(this.row + 1, 0);
    this.line()[this.column] = { character, style: this.style };
    this.column += 1;
  }

  private eraseInLine(mode: number): void {
    const line = this.line();
    if (mode === 0) line.length = Math.min(line.length, this.column);
    else line.fill(undefined, 0, mode === 1 ? this.column + 1 : line.length);
  }

  private eraseInDisplay(mode: number): void {
    this.eraseInLine(mode);
    if (mode === 0) this.rows.length = Math.min(this.rows.length, this.row + 1);
    else for (const line of mode === 1 ? this.rows.slice(0, this.row) : this.rows) line.length = 0;
  }

  private line(): (Cell | undefined)[] {
    for (let missing = this.rows.length; missing <= this.row; missing++) this.rows.push([]);
    return this.rows[this.row] ?? [];
  }
}

function withoutBlankEdges(rows: readonly Row[]): Row[] {
  const isBlank = (row: Row) => row.every((cell) => cell === undefined || isBlankCell(cell));
  const first = rows.findIndex((row) => !isBlank(row));
  const last = rows.findLastIndex((row) => !isBlank(row));
  return first === -1 ? [] : rows.slice(first, last + 1);
}

function isBlankCell({ character, style }: Cell): boolean {
  return character === " " && style.background === undefined && !style.underline;
}
