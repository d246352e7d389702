import type { Properties } from "../state/unitState";

export interface JournalLine {
  readonly text: string;
  /** syslog(3): 0 emergency … 7 debug. */
  readonly priority: number;
  /** Who wrote it: the service itself, or systemd about it. */
  readonly from: "service" | "systemd";
}

/** A trace of someone else who was at work on the host meanwhile. */
export interface Witness {
  /** Whose trace it is: `sudo`, `polkit`, `systemd` (who asked for a reload), `packages`, `session`. */
  readonly of: string;
  readonly text: string;
}

/** All that is known of a deployment that did not end well; the words are those of docs/agent-protocol.md. */
export interface Failure {
  readonly host: string;
  readonly unit: string;
  /** `end`: how the transaction ended, where, why, and its further words. */
  readonly outcome: string;
  readonly step: string;
  readonly code: string;
  readonly text?: string;
  /** `fact of=failed`: what systemd showed of the invocation that failed; `probe`: the probe's last words. */
  readonly failed: Properties;
  /** `fact of=now`: what runs on the host afterwards. */
  readonly now: Properties;
  readonly findings: readonly { readonly code: string; readonly text: string }[];
  /** What systemd-analyze said about the unit. */
  readonly verify: readonly string[];
  readonly journal: readonly JournalLine[];
  /** The last lines of a package manager or pip that failed. */
  readonly output?: readonly string[];
  readonly witnesses?: readonly Witness[];
  /** From the start to READY=1, if that came. */
  readonly readyAfterUs?: number;
  /** How long the release had to become ready. */
  readonly readyTimeoutSeconds?: number;
}

/** Why it failed. */
export interface Cause {
  /** Continues `myapp.service on web-1 …`: what it did, in the past tense. */
  readonly did: string;
  /** What that means, in whole sentences. */
  readonly meaning: string;
  /** What to do about it, each a sentence. */
  readonly remedies: readonly string[];
}

/** A failure in words; `renderDiagnosis` lays it out. */
export interface Diagnosis {
  /** One sentence: which unit on which host did what. */
  readonly summary: string;
  /** What systemd recorded, in its own terms. */
  readonly systemdSaid: readonly string[];
  readonly meaning: string;
  /** What stands in the way, one by one: preflight's findings, verify's lines. */
  readonly details: readonly string[];
  readonly journal: readonly JournalLine[];
  /** Lines of the journal that were left out. */
  readonly journalLeftOut: number;
  /** The command that prints all of it on the host. */
  readonly journalCommand: string | undefined;
  /** What runs on the host now. */
  readonly state: string;
  readonly remedies: readonly string[];
}
