import type { Host } from "./moves";

/** Hosts whose turn comes one after the other. */
export class Queue {
  #next = 0;

  constructor(private readonly hosts: readonly Host[] = []) {}

  get length(): number {
    return this.hosts.length;
  }

  get taken(): number {
    return this.#next;
  }

  get isEmpty(): boolean {
    return this.#next === this.hosts.length;
  }

  /** The next one; undefined when there is none. */
  take(): Host | undefined {
    const host = this.hosts[this.#next];
    if (host !== undefined) this.#next++;
    return host;
  }

  takeAll(): Host[] {
    const rest = this.hosts.slice(this.#next);
    this.#next = this.hosts.length;
    return rest;
  }

  /** Whose turn came. */
  takenHosts(): readonly Host[] {
    return this.hosts.slice(0, this.#next);
  }
}
