import type { Diagnosis } from "./failure";

/** Takes out of a text what must not be seen. */
export type Redact = (text: string) => string;

const REPLACEMENT = "[secret]";
/** A shorter piece of a secret would also take apart innocent words. */
const SHORTEST_LINE = 8;

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
  return (text) => pieces.reduce((shown, piece) => shown.replaceAll(piece, REPLACEMENT), text);
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
