import type { Host } from "./moves";

/** The look at every host before the first is touched. */
export class Preflight {
  readonly #looking: Set<Host>;
  readonly #cleared: Host[] = [];

  constructor(readonly hosts: readonly Host[]) {
    this.#looking = new Set(hosts);
  }

  get looked(): number {
    return this.hosts.length - this.#looking.size;
  }

  get isOver(): boolean {
    return this.#looking.size === 0;
  }

  answered(host: Host, isCleared: boolean): void {
    if (!this.#looking.delete(host)) throw new Error(`host ${host} was not being looked at`);
    if (isCleared) this.#cleared.push(host);
  }

  /** In the order of the fleet, whichever answered first: the first ones are the canaries. */
  get cleared(): Host[] {
    return this.#cleared.sort((a, b) => a - b);
  }
}
