/** One item of a value that systemd splits like a shell would: an argument, an environment assignment. */
export interface Word {
  readonly text: string;
  /** Some of it stood in quotes or was escaped: whoever wrote it meant it literally. */
  readonly quoted: boolean;
}

/** The character after the backslash, and what the two stand for. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["s", " "],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
]);

const NUMERIC_ESCAPE = /^(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/;

/**
 * Splits at blanks, removes quotes and decodes C escapes, as systemd does for Exec*= and Environment=
 * (systemd.syntax(7), "Quoting"). Specifiers (`%`) and variables (`$`) are left alone.
 *
 * `undefined` for an open quote or an unknown escape: systemd drops the whole line.
 */
export function splitWords(value: string): Word[] | undefined {
  const words: Word[] = [];
  let text = "";
  let quoted = false;
  let inWord = false;
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === "\\") {
      const decoded = unescapeAt(value, at + 1);
      if (decoded === undefined) return undefined;
      text += decoded.text;
      at += decoded.length;
      quoted = inWord = true;
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else text += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      quoted = inWord = true;
    } else if (/[ \t\r\n]/.test(character)) {
      if (inWord) words.push({ text, quoted });
      text = "";
      quoted = inWord = false;
    } else {
      text += character;
      inWord = true;
    }
  }
  if (quote !== "") return undefined;
  if (inWord) words.push({ text, quoted });
  return words;
}

function unescapeAt(value: string, at: number): { text: string; length: number } | undefined {
  // `\;` is an argument `;`, where a bare `;` would begin the next command.
  if (/^;(?:[ \t]|$)/.test(value.slice(at))) return { text: ";", length: 1 };
  const simple = ESCAPES.get(value.charAt(at));
  if (simple !== undefined) return { text: simple, length: 1 };
  const [match, hex, octal, short, long] = NUMERIC_ESCAPE.exec(value.slice(at)) ?? [];
  if (match === undefined) return undefined;
  const code =
    octal === undefined ? Number.parseInt(hex ?? short ?? long ?? "", 16) : Number.parseInt(octal, 8);
  if (code === 0 || code > 0x10ffff) return undefined;
  return { text: String.fromCodePoint(code), length: match.length };
}
