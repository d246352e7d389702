import type { AgentEvent } from "./events";
import type { HostRequest } from "./request";

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;

/** A restart by hand begins the judging anew, three times at most; then the release before may have to be judged, too. */
const MOST_JUDGEMENTS = 5;

/** How long an operation is waited for on a host that can be reached. */
export interface Patience {
  /** Without any news. */
  readonly silenceLimitMs: number;
  /** However much is said meanwhile. */
  readonly wholeLimitMs: number;
  /** Of a host that was lost: one that reboots is back within it, and a laptop that was closed finds the outcome later. */
  readonly reachLimitMs: number;
}

/**
 * Nothing that a host works at is silent for half an hour: apt, dnf and pip tell what they fetch, and give a server up
 * that does not answer. For the whole of the work a day, which is longer than anybody waits, and on top of it what the
 * request itself allows to be waited.
 */
export function patienceWith(request: HostRequest): Patience {
  const lockSeconds = "lockTimeoutSeconds" in request ? request.lockTimeoutSeconds : 0;
  const judgementSeconds =
    request.op === "apply" ? request.readyTimeoutSeconds + request.minHealthySeconds : 0;
  const allowedMs = (lockSeconds + MOST_JUDGEMENTS * judgementSeconds) * MS_PER_SECOND;
  return {
    silenceLimitMs: 30 * MS_PER_MINUTE,
    wholeLimitMs: 24 * 60 * MS_PER_MINUTE + allowedMs,
    reachLimitMs: 5 * MS_PER_MINUTE,
  };
}

/** Steps that wait for a service, as long as its unit allows: to stop, to become ready, to stay up. */
const WAITING: readonly string[] = ["trial", "judge", "soak", "rollback", "stop"];

/** Whether an event shows that things go on. That the transaction is still there (`alive`) does where it only waits. */
export function isNews({ name }: AgentEvent, step: string): boolean {
  return name !== "alive" || WAITING.includes(step);
}

/** The host answers, and its operation comes to no end. */
export class Overdue extends Error {
  override readonly name = "Overdue";
}

/** Watches over one operation on one host, while it is connected to it. */
export class Deadline {
  readonly #patience: Patience;
  #whole: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #passed = (): void => {};
  #overdue: Overdue | undefined;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** Why it has passed, if it has. */
  get overdue(): Overdue | undefined {
    return this.#overdue;
  }

  /** From now on the host is listened to; `passed` is called when it has been for too long. */
  begin(passed: () => void): void {
    const { wholeLimitMs, silenceLimitMs } = this.#patience;
    this.#passed = passed;
    this.#whole ??= this.#after(wholeLimitMs, "It answers, and has been at it for");
    this.#silence = this.#after(silenceLimitMs, "It answers, and has told nothing new for");
    if (this.#overdue !== undefined) passed();
  }

  news(): void {
    if (this.#overdue === undefined) this.#silence?.refresh();
  }

  /** The connection is gone: how long a host may be out of reach is another question. */
  pause(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#passed = () => {};
  }

  end(): void {
    this.pause();
    clearTimeout(this.#whole);
  }

  #after(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#overdue ??= new Overdue(`${what} ${inWords(ms)}.`);
      this.#passed();
    }, ms);
  }
}

export function inWords(ms: number): string {
  return ms < MS_PER_MINUTE ? `${ms / MS_PER_SECOND} s` : `${Math.round(ms / MS_PER_MINUTE)} min`;
}
