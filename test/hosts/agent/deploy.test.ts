import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { AgentOnHost } from "./agentOnHost";
import { daemon } from "./daemons";
import { digestOf } from "./handMadePayload";
import { settled, traces } from "./leftovers";
import { reloadsOf } from "./reloads";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "myapp", { DIRECTORY: "/usr/local/bin/myapp" });
});
afterAll(() => hosts?.stop());

describe("a service from its first deployment to its removal", () => {
  it("is installed, started, judged and committed", async () => {
    const { transcript, events } = await app.apply(daemon("1"));
    expect(transcript.end).toMatchObject({ outcome: "committed", code: "" });
    expect(transcript.plan?.action).toBe("install");
    expect(transcript.need).toEqual([1, 2, 3]);
    expect(transcript.readyAfterUs).toBeGreaterThan(500_000);
    expect(transcript.readyAfterUs).toBeLessThan(5_000_000);
    expect(events.filter(({ name }) => name === "status").map(({ text }) => text)).toEqual([
      "warming up 1",
      "serving 1",
    ]);
    expect(transcript.now).toMatchObject({
      owner: app.token,
      release: digestOf(daemon("1")),
      releasefiles: "ok",
      link: `/opt/myapp/releases/${digestOf(daemon("1"))}/app`,
      ActiveState: "active",
      FragmentPath: "/etc/systemd/system/myapp.service",
      UnitFileState: "enabled",
      NeedDaemonReload: "no",
    });
  });

  it("is reloaded for once, since systemd finds the trial of a new unit by itself", async () => {
    await settled(host, "myapp");
    expect(await reloadsOf(host)).toBe(1);
  });

  it("tells, before systemd has reloaded, what systemd says afterwards", async () => {
    await settled(host, "myapp");
    const told = await app.run("observe");
    expect(await app.show("FragmentPath", "UnitFileState", "NeedDaemonReload", "NRestarts")).toEqual({
      FragmentPath: "/etc/systemd/system/myapp.service",
      UnitFileState: "enabled",
      NeedDaemonReload: "no",
      NRestarts: "0",
    });
    expect(told.transcript.end?.outcome).toBe("observed");
    expect(told.transcript.now).toMatchObject({ outcome: "committed", releasefiles: "ok" });
  });

  it("keeps files readable for the service and writable for root alone", async () => {
    const { stdout } = await host.run(
      "umask 077; stat -c '%a %U %n' /opt/myapp /opt/myapp/releases/*/app /opt/myapp/releases/*/app/app.py /opt/myapp/releases/*/app/bin /opt/myapp/releases/*/app/bin/tool /opt/myapp/state /run/pulumi-systemd | sed 's,releases/[^/]*,R,'",
    );
    expect(stdout.trim().split("\n")).toEqual([
      "755 root /opt/myapp",
      "755 root /opt/myapp/R/app",
      "644 root /opt/myapp/R/app/app.py",
      "755 root /opt/myapp/R/app/bin",
      "755 root /opt/myapp/R/app/bin/tool",
      "644 root /opt/myapp/state",
      "700 root /run/pulumi-systemd",
    ]);
  });

  it("is left alone when nothing changed", async () => {
    const before = await app.show("InvocationID");
    const { transcript } = await app.apply(daemon("1"));
    expect(transcript.end?.outcome).toBe("unchanged");
    expect(transcript.plan?.action).toBe("none");
    expect(transcript.need).toEqual([]);
    expect(await app.show("InvocationID")).toEqual(before);
  });

  it("is restarted with what changed, and keeps the previous release", async () => {
    const { transcript } = await app.apply(daemon("2"));
    expect(transcript.end?.outcome).toBe("committed");
    expect(transcript.need).toEqual([1]);
    expect(transcript.now).toMatchObject({
      release: digestOf(daemon("2")),
      previous: digestOf(daemon("1")),
      StatusText: "serving 2",
    });
  });

  it("is repaired and restarted when its files were changed by hand", async () => {
    const path = `/opt/myapp/releases/${digestOf(daemon("2"))}/app`;
    await host.run(`echo 'print("tampered")' >> ${path}/app.py; chmod 0600 '${path}/data/some file.txt'`);
    const seen = await app.run("observe");
    expect(seen.transcript.now.releasefiles).toBe("changed: app.py, data/some file.txt");
    const { transcript } = await app.apply(daemon("2"));
    expect(transcript.plan).toMatchObject({
      action: "restart",
      why: expect.stringContaining("changed on the host"),
    });
    expect(transcript.end?.outcome).toBe("committed");
    expect(transcript.now.releasefiles).toBe("ok");
    expect((await host.run(`stat -c %a '${path}/data/some file.txt'`)).stdout).toBe("644\n");
  });

  it("is started again when someone stopped it", async () => {
    await host.run("systemctl stop myapp");
    const { transcript } = await app.apply(daemon("2"));
    expect(transcript.plan?.action).toBe("start");
    expect(transcript.end?.outcome).toBe("committed");
  });

  it("gets its unit back when that was changed or emptied by hand", async () => {
    await host.run("echo '# by hand' >> /etc/systemd/system/myapp.service");
    const changed = await app.apply(daemon("2"));
    expect(changed.transcript.plan?.why).toContain("changed by hand");
    expect(changed.transcript.end?.outcome).toBe("committed");
    await settled(host, "myapp");
    await host.run(": > /etc/systemd/system/myapp.service; systemctl daemon-reload");
    expect(await app.show("LoadState")).toEqual({ LoadState: "masked" });
    const emptied = await app.apply(daemon("2"));
    expect(emptied.transcript.end?.outcome).toBe("committed");
    expect(emptied.transcript.now).toMatchObject({ LoadState: "loaded", ActiveState: "active" });
  });

  it("moves its link without a restart", async () => {
    const before = await app.show("InvocationID");
    const { transcript } = await app.apply(daemon("2"), { DIRECTORY: "/usr/local/bin/elsewhere" });
    expect(transcript.end?.outcome).toBe("unchanged");
    const { stdout } = await host.run("ls -d /usr/local/bin/myapp /usr/local/bin/elsewhere 2>/dev/null");
    expect(stdout).toBe("/usr/local/bin/elsewhere\n");
    expect(await app.show("InvocationID")).toEqual(before);
  });

  it("is adopted by the same resource under a new token, and by no other", async () => {
    const adopted = await app.apply(daemon("2"), { TOKEN: "second" });
    expect(adopted.transcript.now.adopted).toBe(app.token);
    expect(adopted.transcript.now.owner).toBe("second");
    const stranger = await app.apply(daemon("3"), { TOKEN: "third", URN: "urn:another" });
    expect(stranger.transcript.end?.outcome).toBe("refused");
    expect(stranger.transcript.findings).toMatchObject([
      { code: "owner-conflict", text: expect.stringContaining("myapp.service is managed by") },
    ]);
    const spared = await app.run("remove", { TOKEN: "third" });
    expect(spared.transcript.end).toMatchObject({ outcome: "removed", code: "other-owner" });
    expect(await app.show("ActiveState")).toEqual({ ActiveState: "active" });
    expect((await app.run("observe")).transcript.now.owner).toBe("second");
  });

  it("keeps as many releases as asked", async () => {
    for (const version of ["4", "5"]) {
      await app.apply(daemon(version), { TOKEN: "second", HISTORY_LIMIT: "1" });
      await settled(host, "myapp");
    }
    const { stdout } = await host.run("ls /opt/myapp/releases");
    expect(stdout.trim().split("\n").sort()).toEqual([digestOf(daemon("4")), digestOf(daemon("5"))].sort());
  });

  it("is linked where [Install] says, and no longer where it doesn't", async () => {
    const links = async () =>
      (
        await host.run("cd /etc/systemd/system; find . -lname '*myapp.service' -printf '%P %l\\n' | sort")
      ).stdout.trim();
    const installed = (install: string) => ({
      ...daemon("5"),
      unit: (release: string) => daemon("5").unit(release).replace("WantedBy=multi-user.target", install),
    });
    const aliased = installed("WantedBy=basic.target\nAlias=nickname.service");
    expect((await app.apply(aliased, { TOKEN: "second" })).transcript.end?.outcome).toBe("committed");
    await settled(host, "myapp");
    const unit = "/etc/systemd/system/myapp.service";
    expect(await links()).toBe(`basic.target.wants/myapp.service ${unit}\nnickname.service ${unit}`);
    const plain = await app.apply(installed(""), { TOKEN: "second", ENABLE: "" });
    expect(plain.transcript.now.UnitFileState).toBe("static");
    await settled(host, "myapp");
    expect(await links()).toBe("");
    const back = await app.apply(daemon("5"), { TOKEN: "second" });
    expect(back.transcript.end?.outcome).toBe("committed");
    await settled(host, "myapp");
    expect(await links()).toBe(`multi-user.target.wants/myapp.service ${unit}`);
  });

  it("comes back after a reboot", async () => {
    await host.reboot("orderly");
    await poll(async () => ((await app.show("ActiveState")).ActiveState === "active" ? true : undefined), {
      waitingFor: "the service to come up with its host",
      deadlineMs: 20_000,
    });
  });

  it("is removed without a trace, twice", async () => {
    const first = await app.run("remove", { TOKEN: "second" });
    expect(first.transcript.end?.outcome).toBe("removed");
    expect(first.transcript.now).toMatchObject({
      LoadState: "not-found",
      owner: "",
      release: "",
      unitfile: "",
    });
    const second = await app.run("remove", { TOKEN: "second" });
    expect(second.transcript.end?.outcome).toBe("removed");
    await settled(host, "myapp");
    expect(await traces(host, "myapp")).toBe("");
    expect((await host.run("ls /usr/local/bin; ls /run | grep pulumi")).stdout).toBe("");
  });
});
