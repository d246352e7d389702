import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import { RELEASES, type TestHost, type TestHosts } from "../../tools/hosts/testHost";
import { poll } from "../../tools/process/poll";
import { type ScenarioStack, scenarioStack } from "./scenarioStack";

const UNIT = "myapp_notify.service";
const APP = "assets/myapp_notify/app_notify.py";
const SYSTEMD = { bullseye: "247", bookworm: "252", trixie: "257" } as const;

const started: TestHosts[] = [];
let hosts: TestHost[];
let stack: ScenarioStack;
const hostOf = (release: string) =>
  hosts.find((host) => host.release === release) ?? expect.fail(`no ${release}`);

const sh = async (host: TestHost, command: string) => (await host.run(command)).stdout.trim();
const show = (host: TestHost, property: string) => sh(host, `systemctl show -P ${property} ${UNIT}`);
const isActive = async (host: TestHost) => (await show(host, "ActiveState")) === "active";
const until = (waitingFor: string, deadlineMs: number, holds: () => Promise<boolean>) =>
  poll(async () => (await holds()) || undefined, { waitingFor, deadlineMs, intervalMs: 200 });
const everywhere = <T>(ask: (host: TestHost) => Promise<T>) => Promise.all(hosts.map(ask));
/** What sshd let in so far, ours and nobody else's. */
const logins = () => everywhere((host) => sh(host, "journalctl -u ssh -u sshd -o cat | grep -c '^Accepted'"));

beforeAll(async () => {
  started.push(...(await Promise.all(RELEASES.map((release) => startHosts({ release })))));
  hosts = started.flatMap((group) => group.hosts);
  // Each group has a key of its own, and a stack has one for all its hosts.
  const publicKey = execFileSync("ssh-keygen", ["-y", "-f", hosts[0]?.privateKeyPath ?? ""], {
    encoding: "utf8",
  });
  await everywhere((host) => host.run("cat >> /etc/ssh/authorized_keys", { input: publicKey }));
  stack = await scenarioStack(hosts);
});
afterAll(async () => {
  stack?.[Symbol.dispose]();
  await Promise.all(started.map((group) => group.stop()));
});

/** One stack over three distributions; each test goes on from where the last one left the hosts. */
describe.sequential("the scenario, by pulumi up", () => {
  it("goes green after READY=1, with the daemon's start-up as progress", async () => {
    const shown = await stack.up();
    expect(shown).toContain("waiting for READY=1");
    expect(shown).toMatch(/READY=1 after 10\.\ds/);
    const { readyAfter = {}, status = {} } = await stack.outputs();
    for (const { name } of hosts) {
      expect(status[name]).toBe("active (running)");
      expect(readyAfter[name]).toBeGreaterThanOrEqual(10);
      expect(readyAfter[name]).toBeLessThanOrEqual(11);
    }
  });

  describe.each(RELEASES)("on %s", (release) => {
    it("runs on the systemd that the outputs say, as the tutorial's unit wants it", async () => {
      const host = hostOf(release);
      const { deployed = {} } = await stack.outputs();
      expect(deployed[host.name]).toMatchObject({
        systemdVersion: SYSTEMD[release],
        unitPath: `/etc/systemd/system/${UNIT}`,
      });
      const properties = [
        "ActiveState",
        "SubState",
        "Type",
        "NotifyAccess",
        "User",
        "Restart",
        "WatchdogUSec",
        "UnitFileState",
      ];
      const values = await Promise.all(properties.map((property) => show(host, property)));
      expect(values).toEqual(["active", "running", "notify", "all", "myapp", "on-failure", "15s", "enabled"]);
    });

    it("runs in a virtual environment of its own, with sdnotify from the requirements", async () => {
      const host = hostOf(release);
      const interpreter = /argv\[\]=(\S+)/.exec(await show(host, "ExecStart"))?.[1] ?? "";
      expect(interpreter).toMatch(/^\/opt\/myapp_notify\/releases\/[0-9a-f]+\/runtime\/bin\/python3$/);
      expect(await sh(host, `${interpreter} -m pip list --format freeze 2>/dev/null`)).toContain(
        "sdnotify==0.3.2",
      );
    });

    it("has both lines of the app in the journal", async () => {
      const journal = await sh(hostOf(release), `journalctl -u ${UNIT} -o cat`);
      expect(journal).toContain("Démarrage de l'application, préparation en cours...");
      expect(journal).toContain("Application prête, notification envoyée à systemd");
    });

    it("is found by people under the tutorial's path", async () => {
      expect(await sh(hostOf(release), "head -c 2 /usr/local/bin/myapp_notify/app_notify.py")).not.toBe("");
    });
  });

  it("changes nothing the second time, and connects to nobody", async () => {
    const before = await logins();
    expect(await stack.up()).toMatch(/\d+ unchanged/);
    expect(await logins()).toEqual(before);
  });

  it("finds the same assets when it is compiled", async () => {
    const projectFile = join(stack.directory, "Pulumi.yaml");
    const uncompiled = readFileSync(projectFile, "utf8");
    writeFileSync(
      projectFile,
      uncompiled
        .replace("runtime: nodejs", "runtime: {name: nodejs, options: {typescript: false}}")
        .replace("main: index.ts", "main: dist/index.js"),
    );
    const { code, stdout } = await stack.pulumi("preview", "--expect-no-changes", "--color", "never");
    writeFileSync(projectFile, uncompiled);
    expect(stdout).toMatch(/\d+ unchanged/);
    expect(code).toBe(0);
  });

  it("deploys a change as a new release, without pip, and keeps the previous one", async () => {
    const environments = "stat -c '%n %Y' /opt/myapp_notify/runtimes/*";
    const before = await everywhere((host) => sh(host, environments));
    const { deployed: old = {} } = await stack.outputs();
    // Nothing from here on is about long starts and long soaks: they have been seen.
    stack.edit(APP, "PREPARATION_S = 10", "PREPARATION_S = 1");
    stack.edit("index.ts", "createUser: true,", 'createUser: true, readiness: { minHealthyTime: "1s" },');
    const shown = await stack.up();
    expect(shown).not.toContain("Collecting sdnotify");
    expect(await everywhere((host) => sh(host, environments))).toEqual(before);
    const { deployed: now = {} } = await stack.outputs();
    for (const host of hosts) {
      const digests = [old, now].map((at) => (at[host.name] as { releaseDigest: string }).releaseDigest);
      expect(new Set(digests).size).toBe(2);
      expect((await sh(host, "ls /opt/myapp_notify/releases")).split("\n").sort()).toEqual(digests.sort());
    }
  });

  it("restarts a killed process", async () => {
    const before = await everywhere((host) => show(host, "NRestarts"));
    await everywhere((host) => sh(host, `systemctl kill --signal=KILL --kill-who=main ${UNIT}`));
    for (const [index, host] of hosts.entries()) {
      const restarts = Number(before[index]) + 1;
      await until(`${host.name} to be up again`, 30_000, async () => {
        return Number(await show(host, "NRestarts")) === restarts && (await isActive(host));
      });
    }
  });

  it("is restarted by the watchdog within 15 to 20 seconds after its pings stop", async () => {
    const took = await everywhere(async (host) => {
      const pid = await show(host, "MainPID");
      const stoppedAtMs = Date.now();
      await sh(host, `kill -STOP ${pid}`);
      await until(`the watchdog on ${host.name}`, 40_000, async () => (await show(host, "MainPID")) !== pid);
      return (Date.now() - stoppedAtMs) / 1000;
    });
    for (const seconds of took) {
      // The last ping may be up to five seconds old when they stop.
      expect(seconds).toBeGreaterThan(9);
      expect(seconds).toBeLessThan(21);
    }
    expect(
      await everywhere((host) => sh(host, `journalctl -u ${UNIT} -o cat | grep -c 'Watchdog timeout'`)),
    ).toEqual(["1", "1", "1"]);
  });

  it("comes back by itself after a reboot", async () => {
    await everywhere((host) => host.reboot("hard"));
    for (const host of hosts) {
      await until(`${host.name} to be up again`, 60_000, () => isActive(host));
    }
  });

  it("notices a changed mode bit, and shows what changed", async () => {
    chmodSync(join(stack.directory, APP), 0o755);
    const { stdout } = await stack.pulumi("preview", "--diff", "--color", "never");
    expect(stdout).toMatch(/app_notify\.py.*\+x/);
    chmodSync(join(stack.directory, APP), 0o644);
  });

  it("names what someone changed by hand, and up puts it right", async () => {
    const host = hostOf("bookworm");
    await sh(
      host,
      `mkdir -p /etc/systemd/system/${UNIT}.d && printf '[Service]\\nNice=5\\n' > /etc/systemd/system/${UNIT}.d/nice.conf && systemctl daemon-reload`,
    );
    await sh(host, `echo "# by hand" >> ${await show(host, "WorkingDirectory")}/app_notify.py`);
    const refreshed = await stack.pulumi("refresh", "--yes", "--diff", "--color", "never");
    expect(refreshed.stdout).toContain("app_notify.py");
    expect(refreshed.stdout).toContain("nice.conf");
    await stack.up();
    expect(await sh(host, `grep -c "by hand" ${await show(host, "WorkingDirectory")}/app_notify.py`)).toBe(
      "0",
    );
    // What somebody else had made is not thrown away; this somebody doesn't want it back.
    const aside = await sh(host, "cd /opt/myapp_notify/set-aside/* && find . -type f");
    expect(aside).toBe(`./etc/systemd/system/${UNIT}.d/nice.conf`);
    await sh(host, "rm -r /opt/myapp_notify/set-aside");
  });

  it("says why a bad release failed, and the old one is active again", async () => {
    const before = await everywhere((host) => show(host, "WorkingDirectory"));
    const app = join(stack.directory, APP);
    const good = readFileSync(app, "utf8");
    writeFileSync(app, `raise SystemExit("cannot read the configuration")\n`);
    const shown = await stack.upFails();
    writeFileSync(app, good);
    expect(shown).toContain("cannot read the configuration");
    expect(shown).toContain("exited with status 1 before it sent READY=1");
    expect(await everywhere((host) => show(host, "WorkingDirectory"))).toEqual(before);
    expect(await everywhere((host) => show(host, "ActiveState"))).toEqual(["active", "active", "active"]);
  });

  it("keeps the private key out of everything that is shown or stored", async () => {
    const shown = await stack.up("--diff", "--logtostderr", "-v=3");
    const secret = hosts[0]?.privateKey.split("\n")[3] ?? expect.fail("no key");
    expect(shown + stack.stateText()).not.toContain(secret);
  });

  it("is destroyed without a trace", async () => {
    const { code, stdout } = await stack.pulumi("destroy", "--yes", "--color", "never");
    expect(code, stdout).toBe(0);
    const traces =
      "ls -d /opt/myapp_notify /usr/local/bin/myapp_notify /etc/systemd/system/*myapp* /etc/systemd/system/*/*myapp* 2>/dev/null";
    expect(await everywhere((host) => sh(host, traces))).toEqual(["", "", ""]);
  });
});
