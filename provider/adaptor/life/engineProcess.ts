import { fstatSync } from "node:fs";

const parentPollMs = 500;

/**
 * Calls `gone` once when the process that started us has ended, however it did. It holds the other end of our stdin as a
 * pipe, so that end of file says it at once, on every system; where stdin is something else, our parent changes.
 */
export function watchEngineProcess(gone: () => void): void {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid !== parent) tell();
  }, parentPollMs);
  poll.unref();
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    clearInterval(poll);
    gone();
  };
  if (!stdinIsPipe()) return;
  process.stdin.on("end", tell).on("error", tell).resume();
}

function stdinIsPipe(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}
