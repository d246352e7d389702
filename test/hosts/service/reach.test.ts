import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { ValueMap } from "../../../provider/resources/value";
import { fingerprint } from "../../../provider/ssh/hostKey";
import { startHosts } from "../../../tools/hosts/startHosts";
import { OPERATOR_PASSWORD, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, connectionTo, deployerOf } from "./deployer";

const SECOND_MS = 1000;
/** An input that the program leaves out. */
const ABSENT = undefined as never;

describe.sequential("a host", () => {
  let hosts: TestHosts;
  let host: TestHost;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const reachedBy = (connection: ValueMap) => appInputs({}, { connection: connectionTo(host, connection) });
  /** The event file of a removal goes when it has been told how that ended. */
  const traces = () =>
    sh(
      "ls -d /opt/myapp /etc/systemd/system/*myapp* /run/systemd/system*/*myapp* /run/pulumi-systemd* 2>/dev/null",
    );
  /** The part of a key that ssh-keygen hashes. */
  const shown = (key: string) => fingerprint(key.split(" ")[1] ?? "");

  /** Changes something on the host for one test. */
  const during = async (change: string, undo: string) => {
    await sh(change);
    onTestFinished(async () => void (await sh(undo)));
  };

  /** A home of one's own, whose known_hosts has these lines. */
  const atHome = async (...knownHosts: string[]) => {
    const home = await mkdtemp(join(tmpdir(), "home-"));
    await mkdir(join(home, ".ssh"));
    if (knownHosts.length > 0) await writeFile(join(home, ".ssh", "known_hosts"), knownHosts.join("\n"));
    vi.stubEnv("HOME", home);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await rm(home, { recursive: true });
    });
  };

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(async () => await hosts?.stop());

  it("that is down is an error that says what was tried and for how long, and it is no longer", async () => {
    await host.network("silent");
    onTestFinished(() => host.network("up"));
    const startMs = Date.now();
    const { message } = await deployerOf(host).upFails(reachedBy({ dialErrorLimit: 1, perDialTimeout: 1 }));
    const tookMs = Date.now() - startMs;
    expect(message).toContain(`deploy@${host.address}:22: no answer within 1 s`);
    expect(message).toContain("is the machine up, does a firewall drop packets");
    expect(message).toContain("Tried 2 times (connection.dialErrorLimit: 1).");
    expect(tookMs).toBeGreaterThan(2 * SECOND_MS);
    expect(tookMs).toBeLessThan(8 * SECOND_MS);
  });

  it.each<[string, ValueMap]>([
    ["root", { user: "root" }],
    ["a user with a sudo password", { user: "operator", sudoPassword: OPERATOR_PASSWORD }],
    [
      "a user with nothing but passwords",
      { user: "operator", privateKey: ABSENT, password: OPERATOR_PASSWORD, sudoPassword: OPERATOR_PASSWORD },
    ],
  ])("is deployed to, read and cleaned by %s, and no password stays there", async (_, connection) => {
    const service = deployerOf(host);
    expect((await service.up(reachedBy(connection))).status).toBe("active (running)");
    expect((await service.refresh())?.drift).toBeUndefined();
    await service.up({ ...reachedBy(connection), source: appInputs({ mark: "next" }).source ?? null });
    await service.destroy();
    await expect.poll(traces, { timeout: 10_000 }).toBe("");
    const leaks = `journalctl --no-pager -o export | grep -c '${OPERATOR_PASSWORD}'; grep -rlsF '${OPERATOR_PASSWORD}' /opt /run /var/log /tmp /etc/systemd`;
    expect(await sh(leaks)).toBe("0");
  });

  it("that nobody knows is not entered: the error has its fingerprint and the ways out", async () => {
    await atHome();
    const { message } = await deployerOf(host).upFails(reachedBy({ hostKey: ABSENT }));
    expect(message).toContain("host key unknown");
    expect(message).toContain(shown(host.hostKey));
    expect(message).toContain("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    expect(message).toContain(`ssh-keyscan -t ed25519 ${host.address} >> ~/.ssh/known_hosts`);
    expect(message).toContain(`connection.hostKey: "${host.hostKey}"`);
    expect(message).toContain("connection.acceptNewHostKey: true");
    expect(await traces()).toBe("");
  });

  it("that known_hosts knows is entered, as that error says", async () => {
    await atHome(`${host.address} ${host.hostKey}`, "");
    const service = deployerOf(host);
    expect((await service.up(reachedBy({ hostKey: ABSENT }))).hostKey).toBe(host.hostKey);
    await service.destroy();
  });

  it("whose key is accepted when it is new has it pinned; a changed one is an error with both fingerprints", async () => {
    await atHome();
    const trusting = reachedBy({ hostKey: ABSENT, acceptNewHostKey: true });
    const service = deployerOf(host);
    expect((await service.up(trusting)).hostKey).toBe(host.hostKey);
    expect((await service.refresh())?.hostKey).toBe(host.hostKey);

    const key = "/etc/ssh/ssh_host_ed25519_key";
    await during(
      `mkdir /root/keys && mv ${key}* /root/keys && ssh-keygen -q -t ed25519 -N '' -C '' -f ${key} && systemctl restart ssh`,
      `mv -f /root/keys/* /etc/ssh && rmdir /root/keys && systemctl restart ssh`,
    );
    const changed = await sh(`cat ${key}.pub`);
    const errors = [await service.upFails(trusting), await service.refresh().catch((error: Error) => error)];
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const { message } = error as Error;
      expect(message).toContain("host key mismatch");
      expect(message).toContain(
        `Expected: ssh-ed25519 ${shown(host.hostKey)} (pinned in the stack's state at an earlier connection).`,
      );
      expect(message).toContain(`It shows: ssh-ed25519 ${shown(changed)}.`);
      expect(message).toContain("set connection.hostKey to the new key");
    }

    // The way out that the error names, at no restart.
    const invocation = await sh("systemctl show -P InvocationID myapp.service");
    const outputs = await service.up(reachedBy({ hostKey: changed }));
    expect(outputs).toMatchObject({ hostKey: changed, invocationId: invocation });
    await service.destroy();
  });

  it("without systemd as process 1 is told so, and nothing is left there (pretended: /run/systemd/system moved aside)", async () => {
    await during(
      "mv /run/systemd/system /run/systemd/system.aside",
      "mv /run/systemd/system.aside /run/systemd/system",
    );
    const { message, name } = await deployerOf(host).upFails();
    expect(name).toBe("Error");
    expect(message).toContain(`myapp.service on ${host.address} cannot be deployed to this host as it is.`);
    expect(message).toContain("process 1 is not systemd");
    expect(message).toContain("Only hosts that booted with systemd can run a unit");
    expect(message).toContain("Nothing on the host was touched.");
    expect(await traces()).toBe("");
  });

  it("with a noexec /tmp, a noisy .bashrc and a noisy .profile is like any other", async () => {
    const noise = "echo Welcome; printf 'no newline'; echo oops >&2; trap 'echo bye' EXIT";
    await during(
      `mount -t tmpfs -o noexec tmpfs /tmp; cp -a ~deploy /root/deploy; for file in .bashrc .profile; do echo "${noise}" | cat - /root/deploy/$file >~deploy/$file; done`,
      "umount /tmp; cp -a /root/deploy/. ~deploy; rm -r /root/deploy",
    );
    expect(await sh(`su deploy -c 'bash -lc true' 2>&1`)).toContain("Welcome");
    const service = deployerOf(host);
    const inVenv = appInputs(
      { imports: ["sdnotify"] },
      { runtime: { python: { requirements: ["sdnotify==0.3.2"] } } },
      { execStart: ["python3", "app.py"] },
    );
    expect((await service.up(inVenv)).status).toBe("active (running)");
    expect((await service.refresh())?.drift).toBeUndefined();
    await service.destroy();
    await expect.poll(traces, { timeout: 10_000 }).toBe("");
  });
});
