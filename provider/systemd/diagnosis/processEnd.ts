import { exitStatus } from "./exitStatus";
import type { Failure, JournalLine } from "./failure";
import { signal } from "./signals";

/** How a process ended, in systemd's words for it. */
export interface ProcessEnd {
  readonly how: "exited" | "killed" | "dumped";
  /** The exit status, or the number of the signal. */
  readonly status: number;
}

const HOW: Readonly<Record<string, ProcessEnd["how"]>> = {
  // `ExecMainCode=` is a CLD_… number (sigaction(2)).
  1: "exited",
  2: "killed",
  3: "dumped",
  exited: "exited",
  killed: "killed",
  dumped: "dumped",
};

/**
 * The journal is that of the failed invocation; the properties may be those of the restart after it, so they come second.
 */
export function mainProcessEnd({ failed, journal }: Failure): ProcessEnd | undefined {
  return endInJournal("Main", journal) ?? processEnd(failed.ExecMainCode, failed.ExecMainStatus);
}

/** ExecStartPre= and the like are "control processes", of which the properties tell nothing. */
export function controlProcessEnd({ journal }: Failure): ProcessEnd | undefined {
  return endInJournal("Control", journal);
}

function endInJournal(kind: "Main" | "Control", journal: readonly JournalLine[]): ProcessEnd | undefined {
  const pattern = new RegExp(`${kind} process exited, code=([a-z]+),? status=([0-9]+)`);
  for (const { from, text } of journal) {
    const [, code, status] = (from === "systemd" && pattern.exec(text)) || [];
    if (code !== undefined) return processEnd(code, status);
  }
  return undefined;
}

function processEnd(code = "", status = ""): ProcessEnd | undefined {
  const how = HOW[code];
  return how === undefined ? undefined : { how, status: Number(status) };
}

/** Continues a sentence about the process: `was killed by SIGSEGV and dumped core`. */
export function describeEnd({ how, status }: ProcessEnd): string {
  if (how === "exited") return `exited with status ${exitStatus(status).name}`;
  return `was killed by ${signal(status).name}${how === "dumped" ? " and dumped core" : ""}`;
}
