import { setTimeout as sleep } from "node:timers/promises";
import { enqueue, type Line } from "./logQueue";

/** The eye sees no more, and a fleet's worth of rows leaves the engine its time. */
const progressIntervalMs = 100;

/**
 * One resource's row in the engine's display, for the length of one operation: lines go out one after the other, in
 * order, progress at most every 100 ms and always the newest.
 */
export class Row {
  readonly #send: (line: Line) => Promise<void>;
  readonly #hurry = new AbortController();
  #queue: readonly Line[] = [];
  #draining: Promise<void> | undefined;
  #nextProgressAtMs = 0;

  constructor(send: (line: Line) => Promise<void>) {
    this.#send = send;
  }

  add(line: Line): void {
    this.#queue = enqueue(this.#queue, line);
    this.#draining ??= this.#drain();
  }

  /** Everything said so far is out once this resolves. The last act of a row. */
  async flush(): Promise<void> {
    this.#hurry.abort();
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const isEarly = this.#queue[0]?.kind === "progress" && performance.now() < this.#nextProgressAtMs;
      if (isEarly) await this.#pause();
      // Only now: what was first may have given way to something newer.
      const [line, ...rest] = this.#queue;
      if (line === undefined) break;
      this.#queue = rest;
      if (line.kind === "progress") this.#nextProgressAtMs = performance.now() + progressIntervalMs;
      await this.#send(line);
    }
    this.#draining = undefined;
  }

  async #pause(): Promise<void> {
    const leftMs = this.#nextProgressAtMs - performance.now();
    await sleep(leftMs, undefined, { signal: this.#hurry.signal }).catch(() => undefined);
  }
}
