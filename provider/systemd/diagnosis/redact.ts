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
    .sort((a, b) => b.length - a.length);
  const patterns = pieces.map((piece) => (piece.length < SHORTEST_PART ? asWord(piece) : piece));
  return (text) =>
    withoutTorn(
      patterns.reduce<string>((shown, pattern) => shown.replaceAll(pattern, REPLACEMENT), text),
      pieces,
    );
}

const WORD = String.raw`[\p{L}\p{N}_]`;

function asWord(piece: string): RegExp {
  const literal = piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const begin = new RegExp(`^${WORD}`, "u").test(piece) ? `(?<!${WORD})` : "";
  const end = new RegExp(`${WORD}$`, "u").test(piece) ? `(?!${WORD})` : "";
  return new RegExp(begin + literal + end, "gu");
}

/** Where the agent has cut what was too long to send, at either end; a character may have been cut through as well. */
const CUT = /(\uFFFD*…\uFFFD*)/;

/** What a cut has left of a secret: its beginning before the cut, or its end behind one. */
function withoutTorn(text: string, pieces: readonly string[]): string {
  if (!text.includes("…")) return text;
  const parts = text.split(CUT);
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return part;
      const begun =
        at > 0 ? longest(part.length, pieces, (piece, length) => part.startsWith(piece.slice(-length))) : 0;
      const behind = part.slice(begun);
      const ended =
        at < parts.length - 1
          ? longest(behind.length, pieces, (piece, length) => behind.endsWith(piece.slice(0, length)))
          : 0;
      return `${begun > 0 ? REPLACEMENT : ""}${behind.slice(0, behind.length - ended)}${ended > 0 ? REPLACEMENT : ""}`;
    })
    .join("");
}

/** The length of the longest part of a piece, up to `limit`, for which `holds`: 0 if it is too short to be one. */
function longest(
  limit: number,
  pieces: readonly string[],
  holds: (piece: string, length: number) => boolean,
): number {
  let found = SHORTEST_PART - 1;
  for (const piece of pieces)
    for (let length = Math.min(limit, piece.length - 1); length > found; length--)
      if (holds(piece, length)) found = length;
  return found < SHORTEST_PART ? 0 : found;
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
