import { spawn } from "node:child_process";
import type { Writable } from "node:stream";

export interface DeathWatch {
  /** Runs the script now, and returns when it is through. Twice is fine. */
  release(): Promise<void>;
}

/**
 * Runs a shell script in the moment this process is gone, however it went: the watcher reads a pipe that only we hold
 * open, and its end is our end, be it by SIGKILL. It has a session of its own, so that Ctrl-C in the terminal is not
 * its end too.
 */
export function atDeath(script: string): DeathWatch {
  const watcher = spawn("sh", ["-c", 'cat > /dev/null; exec sh -c "$0"', script], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const exited = new Promise<void>((resolve) => watcher.once("exit", () => resolve()));
  watcher.stdin.on("error", () => {});
  // Neither the watcher nor the pipe to it is a reason for this process to go on.
  watcher.unref();
  unrefStream(watcher.stdin);
  return {
    release: async () => {
      watcher.ref();
      watcher.stdin.end();
      if (watcher.exitCode === null && watcher.signalCode === null) await exited;
    },
  };
}

/** Pipes to children are sockets, which the type of `stdin` does not tell. */
function unrefStream(stream: Writable & { unref?: () => unknown }): void {
  stream.unref?.();
}
