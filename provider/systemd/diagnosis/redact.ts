import type { Diagnosis } from "./failure";

/** Takes out of a text what must not be seen. */
export type Redact = (text: string) => string;

const REPLACEMENT = "[secret]";
/** A shorter piece of a secret would also take apart innocent words. */
const SHORTEST_LINE = 8;

/**
 * A shorter secret is one only where it is a word of its own. Taken out everywhere, an `a` or a `42` would leave no text to
 * read, and what is missing from the text would tell it.
 */
const SHORTEST_PART = 4;

/** A redactor of known secrets, without the line ends around them and each of their longer lines included: journals break them up. */
export function redactor(secrets: readonly string[]): Redact {
  const pieces = secrets
    .flatMap((secret) => [
      secret,
      secret.replace(/^[\r\n]+|[\r\n]+$/g, ""),
      ...secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE),
    ])
    .filter((piece) => piece !== "")
    .sort((a, b) => b.length - a.length)
    .map((piece) => (piece.length < SHORTEST_PART ? asWord(piece) : piece));
  return (text) => pieces.reduce<string>((shown, piece) => shown.replaceAll(piece, REPLACEMENT), text);
}

const WORD = String.raw`[\p{L}\p{N}_]`;

function asWord(piece: string): RegExp {
  const literal = piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const begin = new RegExp(`^${WORD}`, "u").test(piece) ? `(?<!${WORD})` : "";
  const end = new RegExp(`${WORD}$`, "u").test(piece) ? `(?!${WORD})` : "";
  return new RegExp(begin + literal + end, "gu");
}

/** Redacts before anything is cut or wrapped, which would tear a secret into pieces that nobody recognizes. */
export function redactDiagnosis(diagnosis: Diagnosis, redact: Redact): Diagnosis {
  const all = (texts: readonly string[]) => texts.map(redact);
  return {
    summary: redact(diagnosis.summary),
    systemdSaid: all(diagnosis.systemdSaid),
    meaning: redact(diagnosis.meaning),
    details: all(diagnosis.details),
    journal: diagnosis.journal.map((line) => ({ ...line, text: redact(line.text) })),
    journalLeftOut: diagnosis.journalLeftOut,
    journalCommand: diagnosis.journalCommand,
    state: redact(diagnosis.state),
    remedies: all(diagnosis.remedies),
  };
}
