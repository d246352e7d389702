import { setTimeout as delay } from "node:timers/promises";
import type { TestHost } from "../hosts/testHost";
import { runCommand } from "../process/command";
import { poll } from "../process/poll";
import type { RunningCli } from "./cli";
import type { SmallDisk } from "./disk";
import type { Fault } from "./faults";
import { hasLetGo } from "./pause";
import { type Place, reachOf } from "./places";

/** Whom a fault may hit. */
export interface Scene {
  readonly host: TestHost;
  readonly cli: RunningCli;
  readonly place: Place;
  /** The service's name. */
  readonly name: string;
  /** What can be full; only where the fault is that. */
  readonly disk: SmallDisk | undefined;
}

const SILENCE_MS = 60_000;
const RESET_DEADLINE_MS = 20_000;
const CANCEL_DEADLINE_MS = 5_000;

/**
 * Breaks something while the agent is paused. Returns when it may go on; what has to be mended later is mended by the
 * function that is returned, which resolves when the world is whole again.
 */
export async function inflict(fault: Fault, scene: Scene): Promise<() => Promise<void>> {
  const { host, cli, place, name, disk } = scene;
  switch (fault) {
    case "dropped":
      await host.dropConnections();
      return nothing;
    case "reset": {
      await host.network("reset");
      return async () => {
        await untilDisconnected(host, cli);
        await host.network("up");
      };
    }
    case "silent": {
      await host.network("silent");
      return async () => {
        await delay(SILENCE_MS);
        await host.network("up");
      };
    }
    case "plugin-killed":
      for (const pid of cli.plugins()) process.kill(pid, "SIGKILL");
      return nothing;
    case "pulumi-killed":
      cli.kill("SIGKILL");
      await untilCancelled(scene);
      return nothing;
    case "ctrl-c":
      cli.interruptGroup();
      await untilCancelled(scene);
      return nothing;
    case "agent-killed":
      await host.run(
        reachOf(place) === "uploading"
          ? "kill -KILL $(cat /run/pulumi-systemd.*/foreground)"
          : `systemctl kill --signal=KILL pulumi-systemd-${name}.service`,
      );
      return nothing;
    case "rebooted":
      await host.reboot("hard");
      return nothing;
    case "disk-full":
      await disk?.fill();
      return nothing;
  }
}

const nothing = async () => {};

/** The transaction hears of a cancel on a second channel: had it been let go before, it might have been too quick for it. */
async function untilCancelled({ host, place, name }: Scene): Promise<void> {
  if (reachOf(place) === "uploading") return;
  const isTold = async () => (await host.run(`ls /run/pulumi-systemd/${name}/*/cancel`)).code === 0;
  const heard = async () => (await isTold()) || (await hasLetGo(host)) || undefined;
  await poll(heard, { waitingFor: "the cancel", deadlineMs: CANCEL_DEADLINE_MS }).catch(() => {
    // A killed CLI's plugin has a second to say it, and may not make it.
  });
}

async function untilDisconnected(host: TestHost, cli: RunningCli): Promise<void> {
  const connected = async () =>
    (await runCommand(["ss", "-Htn", "state", "established", "dst", host.address])).stdout !== "";
  await poll(async () => cli.hasEnded() || !(await connected()) || undefined, {
    waitingFor: "the connection to be reset",
    deadlineMs: RESET_DEADLINE_MS,
  });
}
