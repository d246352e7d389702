import type { Host } from "./moves";

/** The hosts that have to be healthy before any other is begun. */
export class Canaries {
  readonly #hosts = new Set<Host>();
  #healthy = 0;

  constructor(readonly wanted: number) {}

  get begun(): number {
    return this.#hosts.size;
  }

  get healthy(): number {
    return this.#healthy;
  }

  get areAllBegun(): boolean {
    return this.#hosts.size >= this.wanted;
  }

  get areAllHealthy(): boolean {
    return this.#healthy === this.#hosts.size;
  }

  has(host: Host): boolean {
    return this.#hosts.has(host);
  }

  add(host: Host): void {
    this.#hosts.add(host);
  }

  becameHealthy(host: Host): void {
    if (this.#hosts.has(host)) this.#healthy++;
  }

  /**
   * It was not even touched, which says nothing of the release: the next one takes its place.
   * @returns whether it was a canary
   */
  giveUp(host: Host): boolean {
    return this.#hosts.delete(host);
  }
}
