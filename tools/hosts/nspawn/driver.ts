import { join } from "node:path";
import { hostFiles } from "../hostFiles";
import { type KeyPair, makeKey } from "../keyPair";
import { recipeFor } from "../recipe";
import type { HostDriver, HostsOptions, NetworkState, TestHost, TestHosts } from "../testHost";
import { provideImage } from "./image";
import { createMachine, type Machine, writeDisk } from "./machine";
import {
  addressOf,
  connectedPorts,
  connectHost,
  disconnectHost,
  dropRules,
  HOSTS_PER_RUN,
  hostName,
  loadRules,
  rulesFor,
  stateRules,
} from "./network";
import { beginRun, type Run } from "./run";

/** Hosts are systemd-nspawn containers over a cached debootstrap image, on Linux, as root. */
export const nspawnDriver: HostDriver = {
  async prepare({ release, python, onProgress }) {
    await provideImage(recipeFor(release, python), onProgress);
  },

  async start(options): Promise<TestHosts> {
    if (options.count > HOSTS_PER_RUN) throw new Error(`at most ${HOSTS_PER_RUN} test hosts at once`);
    const image = await provideImage(recipeFor(options.release, options.python), options.onProgress);
    const run = await beginRun();
    try {
      await loadRules(rulesFor(run.number));
      const key = await makeKey(join(run.data, "id_ed25519"));
      const hosts = await Promise.all(
        Array.from({ length: options.count }, (_, index) => startHost(run, index + 1, image, key, options)),
      );
      const stop = async () => {
        for (const host of hosts) host.retire();
        await run.end();
      };
      return { hosts, stop, [Symbol.asyncDispose]: stop };
    } catch (error) {
      await run.end();
      throw error;
    }
  },
};

async function startHost(
  run: Run,
  index: number,
  image: string,
  key: KeyPair,
  { release }: Required<HostsOptions>,
): Promise<TestHost & Pick<Machine, "retire">> {
  const name = hostName(run.number, index);
  const address = addressOf(run.number, index);
  const disk = join(run.data, name);
  const namespace = join(run.claim, "net", name);
  const hostKey = await makeKey(join(run.data, `${name}.key`));
  writeDisk(disk, hostFiles({ name, address, authorizedKey: key.public, hostKey }));
  await connectHost(run.number, index, namespace);
  const machine = createMachine({ name, image, disk, namespace });
  machine.powerOn();
  await machine.ready();

  let state: NetworkState = "up";
  const apply = (wanted: NetworkState) => loadRules(stateRules(run.number, address, wanted));
  return {
    ...{ name, address, port: 22, release, user: "deploy", hostKey: hostKey.public },
    ...{ privateKey: key.private, privateKeyPath: key.path },
    run: machine.run,
    async network(wanted) {
      await apply(wanted);
      state = wanted;
    },
    dropConnections: async () => {
      await loadRules(dropRules(run.number, address, await connectedPorts(address)));
    },
    async reboot(how) {
      if (how === "orderly") await machine.rebooted(() => machine.run("systemctl reboot"));
      else {
        // A kernel whose processes die closes their connections politely; a machine without power doesn't.
        await apply("silent");
        await disconnectHost(run.number, index, namespace);
        await machine.cutPower();
        await connectHost(run.number, index, namespace);
        await apply(state);
        machine.powerOn();
      }
      await machine.ready();
    },
    stop: async () => {
      machine.retire();
      await machine.cutPower();
    },
    retire: machine.retire,
  };
}
