import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { isLost } from "../ssh/sshError";
import { converse, type Freight } from "./conversation";
import type { Dial, HostLink } from "./link";
import { type Move, nextMove } from "./nextMove";
import { Deadline, inWords, type Patience, patienceWith } from "./patience";
import { buildPayload } from "./payload";
import { type AttendRequest, attend, type HostRequest } from "./request";
import { EMPTY_TRANSCRIPT, type Transcript } from "./transcript";

export interface Watch {
  /** Aborted: stop at the next safe point; the host undoes what had begun. */
  readonly signal: AbortSignal;
  progress(text: string): void;
  /** Everything that is known so far, after each event. */
  heard?(transcript: Transcript): void;
}

export interface Report {
  readonly endpoint: string;
  /** The key that the host showed, as a known_hosts line has it. */
  readonly hostKey: string;
  readonly transcript: Transcript;
}

/** The host was lost before it told an outcome. Where `transcript.detached`, it has decided or will decide alone. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  constructor(
    readonly transcript: Transcript,
    readonly lastWords: string,
    options?: ErrorOptions,
  ) {
    super(lastWords, options);
  }
}

/** The operation was cancelled while nothing was touched yet. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

const NOT_TOUCHED = "cancelled before the host was touched";

const RECONNECT_PAUSE_MS = 1_000;
const NEVER = new AbortController().signal;

/** Aborted when a host that was lost is out of reach for too long, however patient its dials are. */
function reachAgain(lostAtMs: number | undefined, limitMs: number): AbortSignal {
  if (lostAtMs === undefined) return NEVER;
  const giveUp = new AbortController();
  const error = new Error(`It could not be reached again within ${inWords(limitMs)}.`);
  setTimeout(() => giveUp.abort(error), lostAtMs + limitMs - Date.now()).unref();
  return giveUp.signal;
}

/** Says something to a transaction from beside; what comes of it is told to whoever follows it. */
async function tell(link: HostLink, request: AttendRequest): Promise<void> {
  const shell = await link.runAgent(await buildPayload(request), NEVER);
  for await (const line of shell.lines) if (line.startsWith("end ")) break;
  shell.close();
}

/** One operation as far as it has come, over as many connections as it takes. */
class Course {
  transcript: Transcript = EMPTY_TRANSCRIPT;
  hostKey = "";
  endpoint = "";
  /** How many dials succeeded. */
  connections = 0;

  constructor(
    private readonly dial: Dial,
    private readonly request: HostRequest,
    private readonly freight: Freight | undefined,
    private readonly watch: Watch,
    private readonly deadline: Deadline,
  ) {}

  /** Dials and converses until the agent's `end` or the channel's; returns the agent's last words on stderr. */
  async advance(reach: AbortSignal): Promise<string> {
    const { watch, transcript, deadline } = this;
    const following = transcript.detached ? attend("follow", this.request) : undefined;
    const dialSignal = transcript.detached ? reach : AbortSignal.any([reach, watch.signal]);
    const link = await this.dial(dialSignal, (text) => watch.progress(text));
    this.connections++;
    this.hostKey = link.hostKey;
    this.endpoint = link.endpoint;
    const onAbort = () => this.abort(link);
    // A whole fleet may listen to the signal of its operation; Node takes eleven listeners for a leak.
    setMaxListeners(0, watch.signal);
    watch.signal.addEventListener("abort", onAbort, { once: true });
    deadline.begin(() => link.close());
    try {
      const payload = await buildPayload(
        following ?? this.request,
        following ? undefined : this.freight?.files,
      );
      const shell = await link.runAgent(payload, NEVER);
      // A follower hears everything again from the first event on.
      const begin = following ? { ...EMPTY_TRANSCRIPT, detached: true } : EMPTY_TRANSCRIPT;
      await converse(shell, begin, this.freight, {
        heard: (heard) => {
          this.transcript = heard;
          watch.heard?.(heard);
        },
        news: () => deadline.news(),
        progress: (text) => watch.progress(text),
        turn: () => this.attend(link, "turn"),
      });
      return shell.stderrTail();
    } finally {
      watch.signal.removeEventListener("abort", onAbort);
      deadline.pause();
      link.close();
    }
  }

  /** From the lock on the host may begin at any moment, and a connection that just ends would be noticed too late. */
  private abort(link: HostLink): void {
    if (this.transcript.detached || this.transcript.step === "lock") this.attend(link, "cancel");
    else link.close();
  }

  private attend(link: HostLink, op: "cancel" | "turn"): void {
    const request = attend(op, this.request);
    if (!request) return;
    tell(link, request).catch((error: Error) => this.watch.progress(`${op}: ${error.message}`));
  }
}

/**
 * Carries one operation out on one host and reports how it ended. A lost connection is no end: before the host touched
 * anything the operation starts again, afterwards it is followed to its outcome (docs/agent-protocol.md §4). A host that
 * answers, and comes to no end, is left to itself when `patience` has run out.
 *
 * @throws SshError when the host can't be reached or entered in the first place
 * @throws Cancelled when it was aborted before anything was touched
 * @throws OutcomeUnknown when the host told no outcome
 */
export async function operate(
  dial: Dial,
  request: HostRequest,
  freight: Freight | undefined,
  watch: Watch,
  patience: Patience = patienceWith(request),
): Promise<Report> {
  const deadline = new Deadline(patience);
  try {
    return await carryOut(new Course(dial, request, freight, watch, deadline), watch, deadline, patience);
  } finally {
    deadline.end();
  }
}

async function carryOut(
  course: Course,
  watch: Watch,
  deadline: Deadline,
  { reachLimitMs }: Patience,
): Promise<Report> {
  let lostAtMs: number | undefined;
  for (let ends = 1; ; ends++) {
    const dialled = course.connections;
    let lastWords = "";
    let lost: unknown;
    try {
      lastWords = await course.advance(reachAgain(lostAtMs, reachLimitMs));
    } catch (error) {
      if (watch.signal.aborted && !course.transcript.detached) throw new Cancelled(NOT_TOUCHED);
      if (dialled === 0 && !isLost(error)) throw error;
      if (course.connections > dialled) lostAtMs = undefined;
      lost = error;
    }
    const { transcript, endpoint, hostKey } = course;
    if (transcript.end === undefined) {
      if (watch.signal.aborted && !transcript.detached) throw new Cancelled(NOT_TOUCHED);
      if (deadline.overdue) throw new OutcomeUnknown(transcript, "", { cause: deadline.overdue });
    }
    lostAtMs = lost === undefined ? undefined : (lostAtMs ?? Date.now());
    const isOutOfReach = lostAtMs !== undefined && Date.now() - lostAtMs >= reachLimitMs;
    const move: Move = nextMove({ connectionLost: lost !== undefined, transcript, isOutOfReach, ends });
    if (move === "done") return { endpoint, hostKey, transcript };
    if (move === "give-up") throw new OutcomeUnknown(transcript, lastWords, { cause: lost });
    watch.progress(
      move === "follow"
        ? "connection lost; the host goes on, reconnecting"
        : lost === undefined
          ? "another deployment changed what was found; starting again"
          : "connection lost; starting again",
    );
    await delay(RECONNECT_PAUSE_MS);
  }
}
