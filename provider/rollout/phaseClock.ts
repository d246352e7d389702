import type { Phase, PhaseSpan } from "./timeline";

/** Notes what a host is busy with, and since when. */
export class PhaseClock {
  readonly #spans: PhaseSpan[] = [];
  #current: { readonly phase: Phase; readonly fromMs: number } | undefined;

  /** `now`: milliseconds since the rollout began. */
  constructor(private readonly now: () => number) {}

  enter(phase: Phase): void {
    if (this.#current?.phase === phase) return;
    this.leave();
    this.#current = { phase, fromMs: this.now() };
  }

  leave(): void {
    if (this.#current) this.#spans.push({ ...this.#current, toMs: this.now() });
    this.#current = undefined;
  }

  get spans(): readonly PhaseSpan[] {
    return this.#spans;
  }
}
