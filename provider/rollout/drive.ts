import type { Action, Barred, Host, RolloutEvent, StopReason, Untouched } from "./moves";
import type { Verdict } from "./outcome";
import type { Rollout } from "./rollout";

export type PreflightEnd = "cleared" | Barred;

/** How an update ended, as the rollout is told. */
export type UpdateEnd =
  | { readonly kind: "healthy"; readonly isNew: boolean }
  | { readonly kind: "failed"; readonly how: Untouched | "failed" | "broken" | "cancelled" };

/** Whoever carries the actions out on the hosts. What goes wrong there is an answer and no exception. */
export interface Crew {
  preflight(host: Host, signal: AbortSignal): Promise<PreflightEnd>;
  /** Aborted, by a `Stopped`: stop at the next safe point and undo. */
  update(host: Host, signal: AbortSignal): Promise<UpdateEnd>;
  /** Whether it runs again what ran before. */
  revert(host: Host): Promise<boolean>;
}

/** Why the signal of an update is aborted. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(readonly because: StopReason) {
    super(`the rollout was stopped (${because})`);
  }
}

export interface Drive {
  readonly rollout: Rollout;
  readonly crew: Crew;
  /** Aborted: begin nothing more, and stop what is under way. */
  readonly signal: AbortSignal;
  /** How many hosts are looked at together; each is a connection. */
  readonly looksAtOnce: number;
  /** Called after each event, with the host that it is about. */
  onEvent(host: Host | undefined): void;
}

/** A timer's longest time. */
const LONGEST_MS = 2 ** 31 - 1;

/** Carries a rollout out to its end. */
export function drive(given: Drive): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    new Driving(given, resolve, reject).begin();
  });
}

class Driving {
  readonly #stops = new Map<Host, AbortController>();
  readonly #looks: Host[] = [];
  #looking = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #onCancel = () => this.#tell({ kind: "cancel" });

  constructor(
    private readonly given: Drive,
    private readonly resolve: (verdict: Verdict) => void,
    private readonly reject: (bug: unknown) => void,
  ) {}

  begin(): void {
    const { rollout, signal } = this.given;
    signal.addEventListener("abort", this.#onCancel);
    this.#carryOut(rollout.begin());
    if (signal.aborted) this.#onCancel();
  }

  #tell(event: Untimed<RolloutEvent>): void {
    const { rollout, onEvent } = this.given;
    const actions = rollout.handle({ ...event, atMs: performance.now() });
    onEvent("host" in event ? event.host : undefined);
    this.#carryOut(actions);
  }

  #carryOut(actions: readonly Action[]): void {
    for (const action of actions) {
      switch (action.kind) {
        case "preflight":
          this.#looks.push(action.host);
          break;
        case "update":
          this.#update(action.host);
          break;
        case "stop":
          this.#stops.get(action.host)?.abort(new Stopped(action.because));
          break;
        case "revert":
          this.#revert(action.host);
          break;
        case "end":
          this.#end(action.verdict);
          return;
      }
    }
    this.#look();
    this.#setTimer();
  }

  #look(): void {
    const { crew, signal, looksAtOnce } = this.given;
    while (this.#looking < looksAtOnce) {
      const host = this.#looks.shift();
      if (host === undefined) return;
      this.#looking++;
      this.#await(crew.preflight(host, signal), (answer) => {
        this.#looking--;
        this.#tell(answer === "cleared" ? { kind: "cleared", host } : { kind: "barred", host, how: answer });
      });
    }
  }

  #update(host: Host): void {
    const stop = new AbortController();
    this.#stops.set(host, stop);
    this.#await(this.given.crew.update(host, stop.signal), (end) => {
      this.#stops.delete(host);
      this.#tell({ ...end, host });
    });
  }

  #revert(host: Host): void {
    this.#await(this.given.crew.revert(host), (isBack) =>
      this.#tell({ kind: isBack ? "reverted" : "revert-failed", host }),
    );
  }

  #await<Answer>(work: Promise<Answer>, then: (answer: Answer) => void): void {
    work.then(then).catch((bug: unknown) => {
      this.#close();
      this.reject(bug);
    });
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const { deadlineMs } = this.given.rollout;
    if (deadlineMs === undefined) return;
    const leftMs = Math.max(0, Math.ceil(deadlineMs - performance.now()));
    this.#timer = setTimeout(() => this.#tell({ kind: "time" }), Math.min(leftMs, LONGEST_MS));
  }

  #end(verdict: Verdict): void {
    this.#close();
    this.resolve(verdict);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.given.signal.removeEventListener("abort", this.#onCancel);
  }
}

type Untimed<Event> = Event extends unknown ? Omit<Event, "atMs"> : never;
