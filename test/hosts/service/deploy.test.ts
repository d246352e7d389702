import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Archive, Asset } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, connectionTo, type Deployer, deployerOf } from "./deployer";
import { notifyApp } from "./notifyApp";

/** One service over its whole life, each test going on from where the last one left it. */
describe.sequential("a service on a host", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const show = async (property: string) => await sh(`systemctl show -P ${property} myapp.service`);

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
  });
  afterAll(async () => await hosts?.stop());

  it("is installed, and active once the daemon said READY=1", async () => {
    const outputs = await service.up();
    expect(outputs).toMatchObject({
      status: "active (running)",
      unitPath: "/etc/systemd/system/myapp.service",
      systemdVersion: "252",
      hostKey: host.hostKey,
    });
    expect(outputs.readyAfter).toBeGreaterThan(0.2);
    expect(outputs.readyAfter).toBeLessThan(5);
    expect(outputs.invocationId).toBe(await show("InvocationID"));
    expect(await show("ActiveState")).toBe("active");
    expect(await show("Type")).toBe("notify");
    expect(await sh("systemctl is-enabled myapp.service")).toBe("enabled");
    expect(await show("FragmentPath")).toBe("/etc/systemd/system/myapp.service");
    expect(await sh("journalctl -u myapp.service -o cat")).toContain("ready");
  });

  it("shows its steps and the daemon's STATUS= in the row", () => {
    expect(service.rows).toContain("waiting for READY=1");
    expect(service.rows.some((row) => row.startsWith("STATUS: warming up"))).toBe(true);
  });

  it("is left alone when nothing changed", async () => {
    expect(await service.changes()).toEqual([]);
    const before = await show("InvocationID");
    await service.up();
    expect(await show("InvocationID")).toBe(before);
  });

  it.each([
    ["port given", { port: 22 }],
    ["user", { user: "root" }],
    [
      "host key left to known_hosts that accept a new one",
      { hostKey: undefined as never, acceptNewHostKey: true },
    ],
  ])("is not restarted for another connection: %s", async (_, change) => {
    const before = await show("InvocationID");
    const inputs = appInputs({}, { connection: connectionTo(host, change) });
    expect((await service.changes(inputs)).every((line) => line.includes(" connection"))).toBe(true);
    await service.up(inputs);
    expect(await show("InvocationID")).toBe(before);
  });

  it("is not restarted for another key", async () => {
    await service.up();
    const privateKey = await sh("ssh-keygen -q -t ed25519 -N '' -f /root/rotated && cat /root/rotated");
    await sh("cat /root/rotated.pub >> /etc/ssh/authorized_keys");
    const before = await show("InvocationID");
    const inputs = appInputs({}, { connection: connectionTo(host, { privateKey: `${privateKey}\n` }) });
    expect(await service.changes(inputs)).toEqual(["update connection.privateKey"]);
    await service.up(inputs);
    expect(await show("InvocationID")).toBe(before);
  });

  it("is restarted into a new release for a changed comment, and the previous release stays", async () => {
    await service.up();
    const first = service.state?.outputs.releaseDigest;
    const changed = appInputs({ mark: "a changed comment" });
    expect(await service.changes(changed)).toEqual(
      expect.arrayContaining([
        "update release.digest",
        'update release.files["app.py"]',
        "update release.unit",
      ]),
    );
    const before = await show("InvocationID");
    const outputs = await service.up(changed);
    expect(await show("InvocationID")).not.toBe(before);
    expect(outputs.releaseDigest).not.toBe(first);
    expect((await sh("ls /opt/myapp/releases")).split("\n").sort()).toEqual(
      [first, outputs.releaseDigest].sort(),
    );
    expect(await show("WorkingDirectory")).toContain(String(outputs.releaseDigest));
  });

  it("notices a changed mode bit", async () => {
    const scripted = (shebang: string) =>
      new Archive(undefined, {
        assets: {
          "app.py": new Asset(undefined, { text: notifyApp() }),
          tool: new Asset(undefined, { text: `${shebang}true\n` }),
        },
      });
    await service.up(appInputs({}, { source: scripted("") }));
    const release = service.state?.outputs.releaseDigest;
    expect(await sh(`stat -c %a /opt/myapp/releases/${release}/app/tool`)).toBe("644");
    await service.up(appInputs({}, { source: scripted("#!/bin/sh\n") }));
    const next = service.state?.outputs.releaseDigest;
    expect(await sh(`stat -c '%a %U' /opt/myapp/releases/${next}/app/tool`)).toBe("755 root");
  });

  it("keeps no more old releases than asked", async () => {
    await service.up(appInputs({ mark: "last" }, { revisionHistoryLimit: 1 }));
    // Pruning is off the user's path: it goes on after the deployment has ended.
    await expect.poll(() => sh("ls /opt/myapp/releases | wc -l"), { timeout: 10_000 }).toBe("2");
  });

  it("has a link for people, if they want one", async () => {
    await service.up(appInputs({ mark: "last" }, { directory: "/usr/local/bin/myapp" }));
    expect(await sh("readlink /usr/local/bin/myapp")).toBe(
      `/opt/myapp/releases/${service.state?.outputs.releaseDigest}/app`,
    );
  });

  it("survives a reboot", async () => {
    await host.reboot("hard");
    await expect.poll(() => show("ActiveState"), { timeout: 20_000 }).toBe("active");
    expect((await service.refresh())?.status).toBe("active (running)");
    expect(service.state?.outputs.drift).toBeUndefined();
  });

  it("is removed without a trace, twice without a complaint", async () => {
    const { state } = service;
    await service.destroy();
    service.state = state;
    await service.destroy();
    const traces =
      "ls -d /opt/myapp /usr/local/bin/myapp /etc/systemd/system/*myapp* /etc/systemd/system/*/*myapp*";
    expect((await host.run(`${traces} /run/systemd/system*/*myapp* 2>/dev/null`)).stdout).toBe("");
    expect(await show("LoadState")).toBe("not-found");
    const units = async () =>
      (await host.run("systemctl list-units --all --plain --no-legend '*myapp*'")).stdout.trim();
    await expect.poll(units, { timeout: 20_000 }).toBe("");
  });
});
