import type { Host } from "./moves";

/** Hosts under way, by when their turn began: with one deadline for all, whose turn began first is due first. */
export class Turns {
  readonly #begun: { readonly host: Host; readonly atMs: number }[] = [];
  readonly #underWay = new Set<Host>();
  readonly #stopped = new Set<Host>();
  #first = 0;

  constructor(private readonly limitMs: number | undefined) {}

  get count(): number {
    return this.#underWay.size;
  }

  begin(host: Host, atMs: number): void {
    this.#underWay.add(host);
    this.#begun.push({ host, atMs });
  }

  /** False when the host was not under way. */
  end(host: Host): boolean {
    return this.#underWay.delete(host);
  }

  /** Whether it has yet to be told so: true once for each. */
  stop(host: Host): boolean {
    if (this.#stopped.has(host)) return false;
    this.#stopped.add(host);
    return true;
  }

  hosts(): Host[] {
    return [...this.#underWay];
  }

  /** Those whose time is up, each once. */
  takeDue(atMs: number): Host[] {
    const due: Host[] = [];
    for (let next = this.deadlineMs; next !== undefined && next <= atMs; next = this.deadlineMs) {
      const turn = this.#begun[this.#first++];
      if (turn) due.push(turn.host);
    }
    return due;
  }

  /** When the next one's time is up. */
  get deadlineMs(): number | undefined {
    if (this.limitMs === undefined) return undefined;
    let turn = this.#begun[this.#first];
    while (turn && !this.#underWay.has(turn.host)) turn = this.#begun[++this.#first];
    return turn && turn.atMs + this.limitMs;
  }
}
