import type { Host, Member } from "./moves";
import type { HostOutcome } from "./outcome";
import { isFailed, isReady } from "./outcomeWords";

/** How each host ended, and how many of them well. */
export class Tally {
  readonly #outcomes: (HostOutcome | undefined)[];
  #ready: number;
  #failures = 0;

  constructor(members: readonly Member[]) {
    this.#outcomes = members.map(({ isCurrent }) => (isCurrent ? "current" : undefined));
    this.#ready = members.filter(({ isCurrent }) => isCurrent).length;
  }

  get hosts(): number {
    return this.#outcomes.length;
  }

  /** Hosts that run the wanted release. */
  get ready(): number {
    return this.#ready;
  }

  /** All that ever counted against the budget: a host that was taken back later is one of them. */
  get failures(): number {
    return this.#failures;
  }

  outcomeOf(host: Host): HostOutcome | undefined {
    return this.#outcomes[host];
  }

  isReady(host: Host): boolean {
    const outcome = this.#outcomes[host];
    return outcome !== undefined && isReady(outcome);
  }

  end(host: Host, outcome: HostOutcome): void {
    this.#ready += Number(isReady(outcome)) - Number(this.isReady(host));
    if (isFailed(outcome)) this.#failures++;
    this.#outcomes[host] = outcome;
  }

  /** Those that have not ended. */
  pending(): Host[] {
    return [...this.#outcomes.entries()].flatMap(([host, outcome]) => (outcome === undefined ? [host] : []));
  }
}
