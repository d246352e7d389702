import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mustRun, runCommand } from "../../process/command";
import { atDeath } from "../../process/deathWatch";
import { fromToken, identify, isAlive, toToken } from "../../process/identity";
import { poll } from "../../process/poll";
import { hostFiles } from "../hostFiles";
import { type KeyPair, makeKey } from "../keyPair";
import { IS_READY, ROOT_ENVIRONMENT } from "../readiness";
import { recipeFor } from "../recipe";
import type { HostDriver, HostsOptions, NetworkState, TestHost, TestHosts } from "../testHost";
import { createCommand, dropRules, networkRules, OWNER_LABEL, removalScript } from "./commands";
import { provideImage } from "./image";

type Engine = "docker" | "podman";

interface Group {
  readonly engine: Engine;
  readonly image: string;
  readonly owner: string;
  readonly data: string;
  readonly key: KeyPair;
}

/** Files that the engine itself puts into every container. */
const ENGINE_FILES = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

let groups = 0;

/** Hosts are privileged containers of docker or podman, each with sshd on a port of this machine's loopback. */
export function containerDriver(engine: Engine): HostDriver {
  return {
    async prepare({ release, python, onProgress }) {
      await provideImage(engine, recipeFor(release, python), onProgress);
    },

    async start(options): Promise<TestHosts> {
      await removeLeftovers(engine);
      const image = await provideImage(
        engine,
        recipeFor(options.release, options.python),
        options.onProgress,
      );
      // One process may have several groups of hosts, which end one by one.
      const owner = `${toToken(identify(process.pid))}.${++groups}`;
      const data = mkdtempSync(join(tmpdir(), "pulumi-systemd-hosts-"));
      const watch = atDeath(`${removalScript(engine, owner)}\nrm -rf -- '${data}'`);
      try {
        const group = { engine, image, owner, data, key: await makeKey(join(data, "id_ed25519")) };
        const hosts = await Promise.all(
          Array.from({ length: options.count }, (_, index) =>
            startHost(group, `psd-${process.pid}-${groups}-${index + 1}`, options),
          ),
        );
        return { hosts, stop: watch.release, [Symbol.asyncDispose]: watch.release };
      } catch (error) {
        await watch.release();
        throw error;
      }
    },
  };
}

async function startHost(group: Group, name: string, { release }: Required<HostsOptions>): Promise<TestHost> {
  const { engine, image, owner, data, key } = group;
  const port = await freePort();
  const hostKey = await makeKey(join(data, `${name}.key`));
  await mustRun(createCommand(engine, { name, image, owner, port }));
  await copyFiles(group, name, hostKey);
  await mustRun([engine, "start", name]);

  const run: TestHost["run"] = (command, options = {}) =>
    runCommand([engine, "exec", "--interactive", name, ...ROOT_ENVIRONMENT, "/bin/sh", "-c", command], {
      timeoutMs: 120_000,
      ...options,
    });
  const isReady = async () => ((await run(IS_READY)).code === 0 ? true : undefined);
  const ready = () => poll(isReady, { waitingFor: `sshd of ${name} to answer`, deadlineMs: 90_000 });
  const startedAt = () => mustRun([engine, "inspect", "--format", "{{.State.StartedAt}}", name]);
  const apply = (state: NetworkState) =>
    mustRun([engine, "exec", "--interactive", name, "nft", "-f", "-"], { input: networkRules(state) });
  await ready();

  let state: NetworkState = "up";
  return {
    ...{ name, address: "127.0.0.1", port, release, user: "deploy", hostKey: hostKey.public },
    ...{ privateKey: key.private, privateKeyPath: key.path, run },
    async network(wanted) {
      await apply(wanted);
      state = wanted;
    },
    async dropConnections() {
      const { stdout } = await run("ss -Htn state established '( sport = :22 )' | awk '{ print $NF }'");
      const peers = stdout.split("\n").filter(Boolean);
      await mustRun([engine, "exec", "--interactive", name, "nft", "-f", "-"], { input: dropRules(peers) });
    },
    async reboot(how) {
      const before = await startedAt();
      if (how === "orderly") await run("systemctl reboot");
      else {
        await apply("silent");
        // Ended by hand, it is not started again by the restart policy.
        await mustRun([engine, "kill", "--signal=KILL", name]);
        await mustRun([engine, "start", name]);
      }
      const isLater = async () => (await startedAt()) !== before || undefined;
      await poll(isLater, { waitingFor: `${name} to reboot`, deadlineMs: 150_000, intervalMs: 200 });
      await ready();
      if (state !== "up") await apply(state);
    },
    stop: async () => {
      await runCommand([engine, "rm", "--force", "--volumes", name]);
    },
  };
}

async function copyFiles({ engine, data, key }: Group, name: string, hostKey: KeyPair): Promise<void> {
  const tree = join(data, name);
  for (const file of hostFiles({ name, address: "127.0.1.1", authorizedKey: key.public, hostKey })) {
    if (ENGINE_FILES.includes(file.path)) continue;
    mkdirSync(dirname(join(tree, file.path)), { recursive: true });
    writeFileSync(join(tree, file.path), file.content, { mode: file.mode ?? 0o644 });
  }
  await mustRun([engine, "cp", `${tree}/.`, `${name}:/`]);
  rmSync(tree, { recursive: true });
}

async function removeLeftovers(engine: Engine): Promise<void> {
  const format = `{{.Label "${OWNER_LABEL}"}}`;
  const owners = await mustRun([
    engine,
    "ps",
    "--all",
    "--filter",
    `label=${OWNER_LABEL}`,
    "--format",
    format,
  ]);
  for (const owner of new Set(owners.split("\n").filter(Boolean))) {
    const identity = fromToken(owner.replace(/\.[0-9]+$/, ""));
    if (identity !== undefined && !isAlive(identity))
      await runCommand(["sh", "-c", removalScript(engine, owner)]);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
