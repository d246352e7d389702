import { setMaxListeners } from "node:events";

/** What an attempt says about itself. Only the first `succeed` or `fail` counts. */
export interface Attempt<T> {
  succeed(value: T): void;
  fail(error: unknown): void;
  /** Fails with `error()` after this long; replaces the limit set before. `Infinity`: no limit. */
  limit(timeoutMs: number, error: () => unknown): void;
}

/**
 * Something tried by events, under time limits and an abort signal. It settles once; unless it succeeded, what `begin`
 * has opened is closed by the function that `begin` returns.
 */
export function attempt<T>(signal: AbortSignal, begin: (attempt: Attempt<T>) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let settled = false;
    let failed = false;
    let timer: NodeJS.Timeout | undefined;
    let undo: (() => void) | undefined;
    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      return true;
    };
    const fail = (error: unknown): void => {
      if (!settle()) return;
      failed = true;
      undo?.();
      reject(error);
    };
    const aborted = (): void => fail(signal.reason);
    // One signal may stop the dials to a whole fleet; Node takes eleven listeners for a leak.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", aborted);
    undo = begin({
      succeed: (value) => {
        if (settle()) resolve(value);
      },
      fail,
      limit: (timeoutMs, error) => {
        clearTimeout(timer);
        if (settled || !Number.isFinite(timeoutMs)) return;
        timer = setTimeout(() => fail(error()), timeoutMs);
      },
    });
    // It may have failed before it could say how to undo it.
    if (failed) undo();
  });
}
