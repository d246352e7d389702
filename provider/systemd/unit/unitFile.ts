/** `Name=value` in a section, as systemd understood it. */
export interface Assignment {
  readonly section: string;
  readonly name: string;
  readonly value: string;
  /** The line of the file it starts on, from 1. */
  readonly line: number;
}

/** A line that systemd skips with a warning. */
export interface SkippedLine {
  readonly line: number;
  readonly why: "outside-section" | "no-equals" | "bad-section";
}

export interface UnitFile {
  readonly sections: readonly { readonly name: string; readonly line: number }[];
  readonly assignments: readonly Assignment[];
  readonly skipped: readonly SkippedLine[];
}

/** Reads a unit file by the rules of systemd.syntax(7). Nothing is judged here but the shape of lines. */
export function parseUnitFile(text: string): UnitFile {
  const sections: { name: string; line: number }[] = [];
  const assignments: Assignment[] = [];
  const skipped: SkippedLine[] = [];
  for (const { text: content, line } of logicalLines(text)) {
    const section = sections.at(-1)?.name;
    const equals = content.indexOf("=");
    if (content.startsWith("[")) {
      if (content.endsWith("]")) sections.push({ name: content.slice(1, -1), line });
      else skipped.push({ line, why: "bad-section" });
    } else if (section === undefined) {
      skipped.push({ line, why: "outside-section" });
    } else if (equals < 0) {
      // In a section for notes of one's own it is a note like any other.
      if (!section.startsWith("X-")) skipped.push({ line, why: "no-equals" });
    } else {
      const name = strip(content.slice(0, equals));
      assignments.push({ section, name, value: strip(content.slice(equals + 1)), line });
    }
  }
  return { sections, assignments, skipped };
}

/** Lines as systemd counts them: it ends one at LF, CR LF, or a lone CR. A byte order mark is dropped. */
export function physicalLines(text: string): string[] {
  return text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
}

/** Only as the first character of a line that is not blank; nowhere else does systemd know comments. */
export function isComment(line: string): boolean {
  return /^[ \t]*[#;]/.test(line);
}

/** An odd number of backslashes at the end leaves the last one unescaped: the next line goes on. */
export function isContinued(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** Continued lines joined by a blank in the backslash's place; comments are skipped, inside a continuation too. */
function* logicalLines(text: string): Generator<{ text: string; line: number }> {
  let joined = "";
  let start = 0;
  for (const [index, physical] of physicalLines(text).entries()) {
    if (isComment(physical)) continue;
    if (start === 0) start = index + 1;
    if (isContinued(physical)) {
      joined += `${physical.slice(0, -1)} `;
      continue;
    }
    const content = strip(joined + physical);
    if (content !== "") yield { text: content, line: start };
    joined = "";
    start = 0;
  }
  if (strip(joined) !== "") yield { text: strip(joined), line: start };
}

/** Only what systemd takes for blanks: `trim()` would also eat no-break spaces, which are part of a value. */
function strip(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}
