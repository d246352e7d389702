const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The user, or whoever started us, wants us to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("interrupted");
  }
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** The promise, or a rejection as soon as we are to end; what was begun is then not waited for. */
  orEnd<T>(work: Promise<T>): Promise<T>;
  /** From here on signals do again what they do. */
  dispose(): void;
}

/** Holds back the signals that would end this process at once, so that it can tidy up. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const name of SIGNALS) process.on(name, abort);
  const { signal } = controller;
  return {
    signal,
    async orEnd(work) {
      let end = () => {};
      const interrupted = new Promise<never>((_, reject) => {
        end = () => reject(new Interrupted());
        if (signal.aborted) end();
        else signal.addEventListener("abort", end);
      });
      try {
        return await Promise.race([work, interrupted]);
      } finally {
        signal.removeEventListener("abort", end);
      }
    },
    dispose() {
      for (const name of SIGNALS) process.off(name, abort);
    },
  };
}
