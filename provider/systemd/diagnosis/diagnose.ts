import { causeOf } from "./causes";
import type { Diagnosis, Failure } from "./failure";
import { findingRemedy } from "./findingRemedies";
import { hostStateAfter } from "./hostState";
import { systemdSaid } from "./systemdSaid";

/** An error shows an excerpt; the host has the whole journal. */
const JOURNAL_LIMIT = 20;

/** A failed deployment in words: what happened, what systemd said, what it means, what runs now, what to do. */
export function diagnose(failure: Failure): Diagnosis {
  const { host, unit, journal } = failure;
  const cause = causeOf(failure);
  const excerpt = journal.slice(-JOURNAL_LIMIT);
  return {
    summary: `${unit} on ${host} ${cause.did}.`,
    systemdSaid: systemdSaid(failure),
    meaning: cause.meaning,
    details: detailsOf(failure),
    journal: excerpt,
    journalLeftOut: journal.length - excerpt.length,
    journalCommand: journalCommand(failure),
    state: hostStateAfter(failure),
    remedies: [...new Set([...findingsRemedies(failure), ...cause.remedies])],
  };
}

function detailsOf({ findings, verify, output = [] }: Failure): string[] {
  return [...findings.map(({ text }) => text), ...verify, ...output];
}

function findingsRemedies({ findings }: Failure): string[] {
  return findings.flatMap(({ code }) => findingRemedy(code) ?? []);
}

/**
 * By invocation, which outlives the rollback. systemd's own lines about it are under another name, which anybody may give
 * to lines of his (systemd.journal-fields(7)): root's only.
 */
function journalCommand({ failed, journal }: Failure): string | undefined {
  const id = failed.InvocationID;
  if (!id || journal.length === 0) return undefined;
  return `journalctl _SYSTEMD_INVOCATION_ID=${id} + INVOCATION_ID=${id} _UID=0`;
}
