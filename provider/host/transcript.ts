import type { JournalLine, Witness } from "../systemd/diagnosis/failure";
import type { AgentEvent } from "./events";

export const OUTCOMES = [
  "committed",
  "unchanged",
  "removed",
  "observed",
  "refused",
  "failed",
  "rolled-back",
  "rollback-failed",
  "kept",
  "interrupted",
  "busy",
  "cancelled",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Something that preflight has against the deployment. */
export interface Finding {
  readonly code: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Something that others put where the service is. */
export interface Foreign {
  readonly kind: string;
  /** Absolute, on the host. */
  readonly path: string;
}

/** Something that a deployment would do on the host beside what its action says (docs/agent-protocol.md §3). */
export interface Effect {
  readonly kind: string;
  readonly text: string;
}

/** All that is known of an operation so far: the fold of its events. */
export interface Transcript {
  readonly host: Readonly<Record<string, string>>;
  readonly step: string;
  /** Blobs that the host lacks; undefined until it said so. */
  readonly need: readonly number[] | undefined;
  /** From here on the transaction goes on without us. */
  readonly detached: boolean;
  readonly plan: { readonly action: string; readonly why: string } | undefined;
  readonly effects: readonly Effect[];
  readonly readyAfterUs: number | undefined;
  readonly findings: readonly Finding[];
  /** What its user should know, whatever comes of the operation. */
  readonly notices: readonly string[];
  readonly verify: readonly string[];
  readonly journal: readonly JournalLine[];
  /** Traces of others who were at work on the host meanwhile. */
  readonly witnesses: readonly Witness[];
  /** The last lines of a package manager or pip that failed. */
  readonly output: readonly string[];
  readonly foreign: readonly Foreign[];
  /** What was moved out of the way, and where it is now. */
  readonly asides: readonly string[];
  readonly failed: Readonly<Record<string, string>>;
  readonly now: Readonly<Record<string, string>>;
  readonly end:
    | { readonly outcome: Outcome; readonly step: string; readonly code: string; readonly text: string }
    | undefined;
}

export const EMPTY_TRANSCRIPT: Transcript = {
  host: {},
  step: "connect",
  need: undefined,
  detached: false,
  plan: undefined,
  effects: [],
  readyAfterUs: undefined,
  findings: [],
  notices: [],
  verify: [],
  journal: [],
  witnesses: [],
  output: [],
  foreign: [],
  asides: [],
  failed: {},
  now: {},
  end: undefined,
};

/** An error shows an excerpt, and a state file is no log archive; a host that never stops must not fill the memory. */
const MOST_LINES = 200;
const MOST_FACTS = 200;
const DEFAULT_PRIORITY = 6;

function isOutcome(text: string | undefined): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text);
}

function numbersOf(list: string | undefined): number[] {
  return (list ?? "")
    .split(",")
    .filter((item) => /^[1-9][0-9]*$/.test(item))
    .map(Number);
}

function journalLine({ keys, text }: AgentEvent): JournalLine {
  const priority = Number(keys.prio ?? DEFAULT_PRIORITY);
  return {
    text,
    priority: Number.isInteger(priority) ? priority : DEFAULT_PRIORITY,
    from: keys.from === "systemd" ? "systemd" : "service",
  };
}

/** The newest lines. */
function withLine<Line>(lines: readonly Line[], line: Line): readonly Line[] {
  return [...lines, line].slice(-MOST_LINES);
}

/** Recovery says again what the agent that it succeeds had said. */
function withNews(lines: readonly string[], line: string): readonly string[] {
  return lines.includes(line) ? lines : withLine(lines, line);
}

type Facts = Readonly<Record<string, string>>;

function withFact(facts: Facts, name: string, value: string): Facts {
  const hasRoom = Object.hasOwn(facts, name) || Object.keys(facts).length < MOST_FACTS;
  return hasRoom ? { ...facts, [name]: value } : facts;
}

/** From here on the host is busy with the release before the one that was asked for. */
export function isRollback({ step }: Pick<Transcript, "step">): boolean {
  return step === "rollback";
}

/** The transcript after one more event. A replay (`follow`) folds to the same transcript. */
export function record(transcript: Transcript, event: AgentEvent): Transcript {
  const { name, keys, text } = event;
  switch (name) {
    case "host":
      return { ...transcript, host: keys };
    case "step":
      return { ...transcript, step: keys.name ?? transcript.step };
    case "need":
      return { ...transcript, need: numbersOf(keys.blobs) };
    case "detached":
      return { ...transcript, detached: true };
    case "plan":
      return { ...transcript, plan: { action: keys.action ?? "", why: text } };
    case "effect":
      return {
        ...transcript,
        effects: withLine(transcript.effects, { kind: keys.kind ?? "", text }),
      };
    case "ready":
      // During a rollback it is the previous release that became ready; the failed one's story is told already.
      return isRollback(transcript)
        ? transcript
        : { ...transcript, readyAfterUs: Number(keys.after_us) || undefined };
    case "finding":
      return {
        ...transcript,
        findings: withLine(transcript.findings, { code: keys.code ?? "", keys, text }),
      };
    case "notice":
      return { ...transcript, notices: withNews(transcript.notices, text) };
    case "verify":
      return { ...transcript, verify: withLine(transcript.verify, text) };
    case "output":
      return { ...transcript, output: withLine(transcript.output, text) };
    case "foreign":
      return {
        ...transcript,
        foreign: withLine(transcript.foreign, { kind: keys.kind ?? "", path: text }),
      };
    case "aside":
      return { ...transcript, asides: withNews(transcript.asides, text) };
    case "journal":
      return { ...transcript, journal: withLine(transcript.journal, journalLine(event)) };
    case "witness":
      return { ...transcript, witnesses: withLine(transcript.witnesses, { of: keys.of ?? "", text }) };
    case "fact": {
      const { of, name: fact = "" } = keys;
      return of === "failed"
        ? { ...transcript, failed: withFact(transcript.failed, fact, text) }
        : { ...transcript, now: withFact(transcript.now, fact, text) };
    }
    case "end":
      return {
        ...transcript,
        end: {
          outcome: isOutcome(keys.outcome) ? keys.outcome : "interrupted",
          step: keys.step ?? transcript.step,
          code: keys.code ?? "",
          text,
        },
      };
    default:
      return transcript;
  }
}
