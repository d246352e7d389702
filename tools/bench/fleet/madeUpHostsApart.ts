import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Reachable } from "./reachable";

/** Made-up hosts in a process of their own: what they take is not counted as ours. They end with this process at the latest. */
export async function spawnMadeUpHosts(
  count: number,
): Promise<{ readonly hosts: readonly Reachable[] } & AsyncDisposable> {
  const server = spawn(process.execPath, [join(__dirname, "madeUpHostsMain.js"), String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const [said] = (await once(createInterface(server.stdout), "line")) as [string];
  return {
    hosts: JSON.parse(said) as Reachable[],
    async [Symbol.asyncDispose]() {
      server.stdin.end();
      await ended;
    },
  };
}
