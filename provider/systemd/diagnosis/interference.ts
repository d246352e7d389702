import type { JournalLine } from "./failure";

/** What someone else did to the unit while it was being judged: had a job end it, or had systemd send it a signal. */
export type Interference = "stop" | "kill";

const ASKED_STOP = /^Stopping /;
const ASKED_SIGNAL = /: Sent signal SIG(TERM|KILL|INT|QUIT|ABRT) to .* on client request\.$/;
const OWN_END = /: (Main process exited|Failed with result|Succeeded\.|Deactivated successfully\.)/;

/**
 * Whether the failed invocation was ended from outside: by `systemctl stop` or `restart`, by hand or for the sake of another
 * unit, or by `systemctl kill`. An end of its own that came first is not excused by what somebody did afterwards. The agent
 * reads the journal by the same rule (assets/agent/trial/askedToEnd.sh).
 */
export function interferenceIn(journal: readonly JournalLine[]): Interference | undefined {
  for (const { from, text } of journal) {
    if (from !== "systemd") continue;
    if (ASKED_STOP.test(text)) return "stop";
    if (ASKED_SIGNAL.test(text)) return "kill";
    if (OWN_END.test(text)) return undefined;
  }
  return undefined;
}
