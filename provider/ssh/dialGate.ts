import { attempt } from "./attempt";
import type { Hop } from "./hop";

/**
 * sshd drops dials at random once ten have not logged in yet (sshd_config(5), MaxStartups 10:30:100). A stack's
 * resources all start together, and those behind one jump host all dial it. Others may be at its door as well.
 */
const DIALS_AT_ONCE = 8;

/** Lets a number of tasks run at a time; the rest wait in the order in which they came. */
export class Gate {
  readonly #capacity: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isIdle(): boolean {
    return this.#inside === 0;
  }

  /** @throws `signal.reason`, when it is aborted while `task` waits; else what `task` throws */
  async pass<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#inside < this.#capacity) {
      this.#inside += 1;
      return;
    }
    await attempt<void>(signal, ({ succeed }) => {
      const enter = () => succeed();
      this.#waiting.push(enter);
      return () => void this.#waiting.splice(this.#waiting.indexOf(enter), 1);
    });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    // Who comes next takes the place over, so that nobody slips in between.
    if (next === undefined) this.#inside -= 1;
    else next();
  }
}

/** One for each sshd that is being dialled right now. */
const gates = new Map<string, Gate>();

/** Runs `login`, from the dial to the end of the authentication, when it is its turn at the door of `hop`. */
export async function inTurn<T>(hop: Hop, login: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const door = `${hop.through ?? ""} ${hop.host} ${hop.port}`;
  const gate = gates.get(door) ?? new Gate(DIALS_AT_ONCE);
  gates.set(door, gate);
  try {
    return await gate.pass(login, signal);
  } finally {
    if (gate.isIdle) gates.delete(door);
  }
}
