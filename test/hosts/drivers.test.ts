import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { obstacleOfContainers, obstacleOfNspawn } from "../../tools/hosts/chooseDriver";
import { containerDriver } from "../../tools/hosts/container/driver";
import { readMachineFacts } from "../../tools/hosts/machineFacts";
import { nspawnDriver } from "../../tools/hosts/nspawn/driver";
import { knownHostsLine } from "../../tools/hosts/playground/describeHosts";
import { startHosts } from "../../tools/hosts/startHosts";
import type { HostDriver, HostsOptions, TestHost, TestHosts } from "../../tools/hosts/testHost";
import { runCommand } from "../../tools/process/command";

const WANTED = { count: 2, release: "bookworm", python: "venv", onProgress: () => {} } as const;

/** Logs in as a user would, with the host key pinned, and gives what the command said. */
async function ssh(host: TestHost, user: string, command: string) {
  const room = mkdtempSync(join(tmpdir(), "drivers-"));
  try {
    writeFileSync(join(room, "known_hosts"), knownHostsLine(host));
    const options = [
      `UserKnownHostsFile=${room}/known_hosts`,
      "BatchMode=yes",
      "ConnectTimeout=3",
      "LogLevel=ERROR",
    ];
    const argv = ["ssh", ...options.flatMap((option) => ["-o", option]), "-i", host.privateKeyPath];
    return await runCommand([...argv, "-p", `${host.port}`, `${user}@${host.address}`, command]);
  } finally {
    rmSync(room, { recursive: true });
  }
}

async function onOneHost(options: HostsOptions, command: string) {
  const { hosts, stop } = await startHosts(options);
  try {
    return await hosts[0]?.run(command);
  } finally {
    await stop();
  }
}

/** What a host driver promises, whichever it is. */
function promises(driver: () => HostDriver, obstacle: () => string | undefined) {
  let hosts: TestHosts | undefined;
  beforeAll(async () => {
    if (obstacle() === undefined) hosts = await driver().start(WANTED);
  });
  afterAll(() => hosts?.stop());

  const check = (what: string, prove: (host: TestHost, other: TestHost) => Promise<void>) =>
    it(what, async ({ skip }) => {
      skip(obstacle() !== undefined, obstacle());
      const [host, other] = hosts?.hosts ?? [];
      if (host === undefined || other === undefined) throw new Error("there are not two hosts");
      await prove(host, other);
    });

  check("runs systemd as PID 1 and lets its users in", async (host) => {
    expect((await host.run("cat /proc/1/comm")).stdout).toBe("systemd\n");
    expect(await ssh(host, "deploy", "sudo -n id -u")).toEqual({ stdout: "0\n", stderr: "", code: 0 });
    expect(await ssh(host, "root", "id -u")).toEqual({ stdout: "0\n", stderr: "", code: 0 });
    expect((await ssh(host, "guest", "sudo -n true")).code).not.toBe(0);
    const asked = await ssh(host, "operator", "echo 'correct horse' | sudo -S -p '' id -u");
    expect(asked.stdout).toBe("0\n");
    expect((await ssh(host, "operator", "sudo -n true")).code).not.toBe(0);
  });

  check("gives each host a key and an identity of its own", async (host, other) => {
    expect(host.hostKey).toMatch(/^ssh-ed25519 AAAA\S+$/);
    expect(other.hostKey).not.toBe(host.hostKey);
    const identity = "cat /etc/machine-id";
    expect((await other.run(identity)).stdout).not.toBe((await host.run(identity)).stdout);
  });

  check("keeps the services of two hosts apart", async (host, other) => {
    const start = "systemd-run --quiet --unit=probe sleep 600";
    expect([(await host.run(start)).code, (await other.run(start)).code]).toEqual([0, 0]);
    await host.run("systemctl stop probe");
    expect((await other.run("systemctl is-active probe")).stdout).toBe("active\n");
    expect((await other.run("systemctl show -P MainPID probe")).stdout).not.toBe("0\n");
    await other.run("systemctl stop probe");
  });

  check("passes input, and ends what takes too long", async (host) => {
    expect((await host.run("cat", { input: "é\n" })).stdout).toBe("é\n");
    await expect(host.run("sleep 60", { timeoutMs: 300 })).rejects.toThrow("did not end within 300 ms");
  });

  check("has a way out for packages", async (host) => {
    const install = "python3 -m venv /tmp/venv && /tmp/venv/bin/pip install --quiet sdnotify==0.3.2";
    expect(await host.run(install)).toMatchObject({ code: 0 });
    expect(await host.run("apt-get update -qq")).toMatchObject({ code: 0 });
  });

  check("keeps the disk over an orderly reboot, and boots anew", async (host) => {
    await host.run("touch /srv/on-disk /run/in-memory");
    await host.reboot("orderly");
    expect((await host.run("test -e /srv/on-disk")).code).toBe(0);
    expect((await host.run("test -e /run/in-memory")).code).toBe(1);
    expect((await ssh(host, "deploy", "true")).code).toBe(0);
  });

  check("ends what runs inside when it goes down", async (host) => {
    let begun = 0;
    const command = "echo running; sleep 600; echo through";
    const running = Promise.all(
      Array.from({ length: 8 }, () => host.run(command, { onLine: () => begun++, timeoutMs: 60_000 })),
    );
    await expect.poll(() => begun, { timeout: 20_000 }).toBe(8);
    await host.reboot("orderly");
    for (const { code, stdout } of await running) {
      expect(stdout).toBe("running\n");
      expect(code).toBeGreaterThan(128);
    }
  });

  check("loses its power without a word, and comes back", async (host) => {
    const socket = createConnection(host.port, host.address);
    const goodbyes: string[] = [];
    socket.once("end", () => goodbyes.push("end"));
    socket.once("error", (error) => goodbyes.push(error.message));
    await new Promise((resolve) => socket.once("data", resolve));
    await host.reboot("hard");
    expect(goodbyes).toEqual([]);
    socket.destroy();
    expect((await ssh(host, "deploy", "true")).code).toBe(0);
  });

  check("is silent, refuses, and answers again, as its network is told", async (host) => {
    await host.network("reset");
    expect((await ssh(host, "deploy", "true")).stderr).toMatch(/refused|reset|closed/);
    await host.network("silent");
    expect((await ssh(host, "deploy", "true")).stderr).toMatch(/timed out/);
    // The network's state is the cable's, not the machine's.
    await host.reboot("hard");
    expect((await ssh(host, "deploy", "true")).stderr).toMatch(/timed out/);
    await host.network("up");
    expect((await ssh(host, "deploy", "true")).code).toBe(0);
  });

  check("loses the connections that it has, and takes new ones", async (host) => {
    const socket = createConnection(host.port, host.address);
    await new Promise((resolve) => socket.once("data", resolve));
    await host.dropConnections();
    const answered = new Promise((resolve) => socket.once("data", () => resolve("an answer")));
    socket.write("SSH-2.0-lost\r\n");
    expect((await ssh(host, "deploy", "true")).code).toBe(0);
    const waited = new Promise((resolve) => setTimeout(resolve, 1_000, "nothing"));
    expect(await Promise.race([answered, waited])).toBe("nothing");
    socket.destroy();
  });
}

const facts = readMachineFacts();
const machine: { nspawn?: string; containers?: string; engine: "docker" | "podman" } = { engine: "docker" };
beforeAll(async () => {
  machine.nspawn = obstacleOfNspawn(await facts);
  machine.containers = obstacleOfContainers(await facts);
  machine.engine = (await facts).engines.find(({ problem }) => problem === undefined)?.name ?? "docker";
});

describe("hosts of systemd-nspawn", () => {
  promises(
    () => nspawnDriver,
    () => machine.nspawn,
  );

  it("leave nothing behind", async ({ skip }) => {
    skip(machine.nspawn !== undefined, machine.nspawn);
    const hosts = await nspawnDriver.start({ ...WANTED, count: 1 });
    const name = hosts.hosts[0]?.name ?? "";
    const traces = async () => ({
      interfaces: readdirSync("/sys/class/net").filter((entry) => entry === name),
      tables: (await runCommand(["nft", "list", "tables"])).stdout
        .split("\n")
        .filter((line) => line.endsWith(` ${name.split("-")[0]}`)),
      mounts: (await runCommand(["cat", "/proc/self/mounts"])).stdout
        .split("\n")
        .filter((line) => line.includes(name)),
      disk: existsSync(hosts.hosts[0]?.privateKeyPath ?? "/"),
    });
    expect(await traces()).toMatchObject({ interfaces: [name], disk: true });
    await hosts.stop();
    await hosts.stop();
    expect(await traces()).toEqual({ interfaces: [], tables: [], mounts: [], disk: false });
  });

  it("end by their own stop only, also when their names are given to others", async ({ skip }) => {
    skip(machine.nspawn !== undefined, machine.nspawn);
    const first = await nspawnDriver.start({ ...WANTED, count: 1 });
    await first.stop();
    const second = await nspawnDriver.start({ ...WANTED, count: 1 });
    try {
      await first.stop();
      expect(await second.hosts[0]?.run("echo here")).toMatchObject({ stdout: "here\n" });
    } finally {
      await second.stop();
    }
  });

  it.each([
    ["bullseye", "247"],
    ["bookworm", "252"],
    ["trixie", "257"],
  ] as const)("run Debian %s with systemd %s", async (release, version) => {
    const said = await onOneHost({ release }, "systemctl --version; systemctl is-system-running --wait");
    expect(said?.stdout).toMatch(new RegExp(`^systemd ${version} `));
    expect(said?.stdout).toMatch(/running\n$/);
  });

  it.each([
    ["none", "python3", 127],
    ["without-venv", "python3 -m ensurepip --version", 1],
    ["venv", "python3 -m venv /tmp/venv", 0],
  ] as const)("have of Python what is asked for: %s", async (python, command, code) => {
    expect(await onOneHost({ python }, command)).toMatchObject({ code });
  });
});

describe("hosts of a container engine", () => {
  promises(
    () => containerDriver(machine.engine),
    () => machine.containers,
  );
});
