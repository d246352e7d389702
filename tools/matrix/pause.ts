import { setTimeout as delay } from "node:timers/promises";
import type { TestHost } from "../hosts/testHost";
import { poll } from "../process/poll";
import type { RunningCli } from "./cli";

/** Where agents say that they are paused: before they have detached, and after (docs/agent-protocol.md §6). */
const PAUSED = "/run/pulumi-systemd.*/paused /run/pulumi-systemd/*/*/paused";
const PAUSE_DEADLINE_MS = 120_000;

/** Waits until an agent is paused. Rejects with what the CLI said when it never is. */
export async function untilPaused(host: TestHost, cli: RunningCli): Promise<void> {
  const paused = async () => {
    if ((await host.run(`cat ${PAUSED} 2>/dev/null | grep -q .`)).code === 0) return true;
    if (cli.hasEnded() && (await host.run("systemctl --quiet is-active 'pulumi-systemd-*'")).code !== 0)
      throw new Error("the deployment ended without coming by that place");
    return undefined;
  };
  await poll(paused, { waitingFor: "the agent to pause", deadlineMs: PAUSE_DEADLINE_MS, intervalMs: 200 });
}

/** Is no agent paused any more? */
export async function hasLetGo(host: TestHost): Promise<boolean> {
  return (await host.run(`cat ${PAUSED} 2>/dev/null | grep -q .`)).code !== 0;
}

/**
 * Lets every agent go on that is paused or comes to its place again, as one does that had to start anew. Ends with the
 * function that is returned.
 */
export function letGo(host: TestHost): () => Promise<void> {
  let stopped = false;
  const going = (async () => {
    while (!stopped) {
      // One rename: of a transaction that is being tidied away nothing new may appear.
      const touch = `for paused in ${PAUSED}; do mv "$paused" "\${paused%/paused}/go"; done 2>/dev/null`;
      // A host that is off has nobody to let go.
      await host.run(touch, { timeoutMs: 10_000 }).catch(() => {});
      await delay(400);
    }
  })();
  return async () => {
    stopped = true;
    await going;
  };
}
