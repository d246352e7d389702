import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fromToken, identify, isAlive, toToken } from "./identity";

export interface LockOptions {
  /** Called once a lock is held by another process, and again every ten seconds. */
  readonly onWait?: (holderPid: number) => void;
}

const REPORT_INTERVAL_MS = 10_000;

/**
 * Does `work` while no other process does, as long as it holds the same `path`. A holder that died holds nothing.
 *
 * Taking over from the dead is not atomic: two waiters may both succeed. Keep to work for which that is a waste and not
 * an error, such as building aside and renaming into place.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  let reportedAt = 0;
  while (!tryLock(path)) {
    const holder = holderOf(path);
    if (holder === undefined || !isAlive(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (Date.now() - reportedAt >= REPORT_INTERVAL_MS) {
      reportedAt = Date.now();
      options.onWait?.(holder.pid);
    }
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, toToken(identify(process.pid)));
  try {
    // A link appears with its content, where a new file is empty for a moment and would look like a dead holder's.
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function holderOf(path: string) {
  try {
    return fromToken(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
