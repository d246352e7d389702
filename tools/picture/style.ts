import { hex, indexedColour } from "./palette";

/** How a character looks. Colours are CSS colours; `undefined` is the card's own. */
export interface Style {
  readonly colour?: string;
  readonly background?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
}

export const PLAIN: Style = {};

const SWITCHES: Readonly<Record<number, Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  39: { colour: undefined },
  49: { background: undefined },
};

/** The style after `ESC [ … m` (ECMA-48 "select graphic rendition"). What a picture can't show is passed over. */
export function selectGraphicRendition(style: Style, parameters: readonly number[]): Style {
  const [code = 0, ...rest] = parameters;
  if (code === 38 || code === 48) {
    const { colour, length } = extendedColour(rest);
    const next = colour === undefined ? style : { ...style, [code === 38 ? "colour" : "background"]: colour };
    return andThen(next, rest.slice(length));
  }
  return andThen(code === 0 ? PLAIN : { ...style, ...(SWITCHES[code] ?? basicColour(code)) }, rest);
}

function andThen(style: Style, rest: readonly number[]): Style {
  return rest.length === 0 ? style : selectGraphicRendition(style, rest);
}

function basicColour(code: number): Style {
  if (code >= 30 && code <= 37) return { colour: indexedColour(code - 30) };
  if (code >= 40 && code <= 47) return { background: indexedColour(code - 40) };
  if (code >= 90 && code <= 97) return { colour: indexedColour(code - 90 + 8) };
  if (code >= 100 && code <= 107) return { background: indexedColour(code - 100 + 8) };
  return {};
}

/** What follows 38 or 48: `5;index` or `2;red;green;blue`, and how many parameters that takes. */
function extendedColour([kind, ...values]: readonly number[]): { colour?: string; length: number } {
  const isByte = (value: number | undefined) => value !== undefined && value <= 255;
  const [index] = values;
  if (kind === 5)
    return { colour: index !== undefined && isByte(index) ? indexedColour(index) : undefined, length: 2 };
  const rgb = values.slice(0, 3);
  if (kind === 2) return { colour: rgb.length === 3 && rgb.every(isByte) ? hex(rgb) : undefined, length: 4 };
  return { length: 1 };
}
