import { setTimeout as delay } from "node:timers/promises";
import { address, type Hop } from "./hop";
import { SshError } from "./sshError";

/** Milliseconds to wait after the n-th failure: 0.5 s, half as much again each time, 5 s at most. */
export function backoffMs(failures: number): number {
  return Math.min(500 * 1.5 ** (failures - 1), 5_000);
}

/**
 * Whether another dial makes sense: a host that is still booting may answer the next one; a wrong key stays wrong, and a
 * proxy that was lost stays so.
 */
export function shouldRetry(
  error: unknown,
  failures: number,
  limit: number,
  wasBooting = false,
): error is SshError {
  if (!(error instanceof SshError) || error.stage === "lost" || failures > limit) return false;
  return error.failure.transient === true || (wasBooting && error.failure.healsWhileBooting === true);
}

/** "203.0.113.7 does not answer yet: connection refused (try 3 of 11)" */
export function retryProgress(hop: Hop, error: SshError, failures: number): string {
  const of = Number.isFinite(hop.dialErrorLimit) ? ` of ${hop.dialErrorLimit + 1}` : "";
  const what = error.failure.transient ? "does not answer yet" : "came up and lets nobody in yet";
  return `${address(hop)} ${what}: ${error.failure.problem} (try ${failures}${of})`;
}

/** Dials until it works, until an error that stands, or until there are more than the hop's `dialErrorLimit` bears. */
export async function dialWithRetries<T>(
  hop: Hop,
  dialOnce: () => Promise<T>,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<T> {
  let wasBooting = false;
  for (let failures = 1; ; failures++) {
    try {
      return await dialOnce();
    } catch (error) {
      if (!shouldRetry(error, failures, hop.dialErrorLimit, wasBooting))
        throw withTries(error, failures, hop);
      wasBooting ||= error.failure.transient === true;
      onProgress(retryProgress(hop, error, failures));
      await delay(backoffMs(failures), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

function withTries(error: unknown, tries: number, hop: Hop): unknown {
  if (!(error instanceof SshError) || error.stage === "lost" || tries === 1) return error;
  const details = [
    ...(error.failure.details ?? []),
    `Tried ${tries} times (${hop.property}.dialErrorLimit: ${hop.dialErrorLimit}).`,
  ];
  return new SshError(hop, { ...error.failure, details });
}
