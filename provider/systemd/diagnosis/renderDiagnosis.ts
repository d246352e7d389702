import type { Diagnosis } from "./failure";
import { type Redact, redactDiagnosis } from "./redact";

const LABEL_WIDTH = 9;
const INDENT = "  ";
const TEXT_WIDTH = 98 - INDENT.length - LABEL_WIDTH;
const MARK = "- ";
const MARK_INDENT = " ".repeat(MARK.length);
const JOURNAL_LINE_LIMIT = 300;

/**
 * The diagnosis as a user sees it in the terminal: the summary by itself, since that is what the engine repeats, and then
 * a block with labels at the left. Journal lines are never wrapped: they must stay greppable.
 */
export function renderDiagnosis(given: Diagnosis, redact: Redact = (text) => text): string {
  const diagnosis = redactDiagnosis(given, redact);
  const rows = [
    ...row("systemd", wrap(diagnosis.systemdSaid.join(" · "))),
    ...row("meaning", wrap(diagnosis.meaning)),
    ...row("details", bullets(diagnosis.details)),
    ...row("journal", journalRows(diagnosis)),
    ...row("host", wrap(diagnosis.state)),
    ...row("to do", bullets(diagnosis.remedies)),
  ];
  return [diagnosis.summary, "", ...rows].join("\n");
}

function row(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${INDENT}${(index === 0 ? label : "").padEnd(LABEL_WIDTH)}${line}`);
}

/** One stands by itself, more get a mark each. */
function bullets(texts: readonly string[]): string[] {
  if (texts.length === 1) return wrap(texts[0] ?? "");
  return texts.flatMap((text) =>
    wrap(text, TEXT_WIDTH - MARK.length).map((line, index) => `${index === 0 ? MARK : MARK_INDENT}${line}`),
  );
}

function journalRows({ journal, journalLeftOut, journalCommand }: Diagnosis): string[] {
  return [
    ...(journalLeftOut > 0 ? [`(${journalLeftOut} earlier lines left out)`] : []),
    ...journal.map(({ from, text }) => `│ ${from === "systemd" ? "systemd: " : ""}${capped(text)}`),
    ...(journalCommand === undefined ? [] : [`all: ${journalCommand}`]),
  ];
}

function capped(text: string): string {
  return text.length > JOURNAL_LINE_LIMIT ? `${text.slice(0, JOURNAL_LINE_LIMIT - 1)}…` : text;
}

const UNBREAKABLE = /(?:`[^`]*`|\S)+/g;

/** At blanks, but for those in backquotes: commands are there to be copied. No lines for no text. */
function wrap(text: string, width = TEXT_WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.match(UNBREAKABLE) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
