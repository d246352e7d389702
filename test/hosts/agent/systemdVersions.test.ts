import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, deployerOf } from "../service/deployer";
import { AgentOnHost } from "./agentOnHost";
import { brokenDaemon, daemon } from "./daemons";
import { settled, traces } from "./leftovers";
import { reloadsOf } from "./reloads";

/** An application that is believed at once. */
const quick: typeof appInputs = (behaviour, overrides, unit) =>
  appInputs(behaviour, { readiness: { minHealthyTime: "0", watchdogPing: false }, ...overrides }, unit);

/** Lines that journalctl shows only when it is asked for all of them. */
const LONG_WINDED = `print("no database"); print("x" * 9000); print("\\x1b[31m" + "y" * 9000); sys.exit(1)`;

describe.each([
  ["bullseye", "247"],
  ["trixie", "257"],
] as const)("on %s, systemd %s", (release, systemd) => {
  let hosts: TestHosts;
  let host: TestHost;
  let app: AgentOnHost;
  beforeAll(async () => {
    hosts = await startHosts({ release });
    [host] = hosts.hosts as [TestHost];
    app = new AgentOnHost(host, "myapp", { DIRECTORY: "/usr/local/bin/myapp" });
  });
  afterAll(() => hosts?.stop());

  it("a service is deployed, changed, rolled back, left alone and removed", async () => {
    const reloads = await reloadsOf(host);
    const first = await app.apply(daemon("1"));
    expect(first.transcript.host.systemd).toBe(systemd);
    expect(first.transcript.end).toMatchObject({ outcome: "committed" });
    await settled(host, "myapp");
    // The trial it finds by itself.
    expect((await reloadsOf(host)) - reloads).toBe(1);
    const changed = await app.apply(daemon("2"));
    expect(changed.transcript.end).toMatchObject({ outcome: "committed" });
    expect(changed.transcript.now).toMatchObject({ StatusText: "serving 2", UnitFileState: "enabled" });

    const crashed = await app.apply(brokenDaemon(LONG_WINDED));
    expect(crashed.transcript.end).toMatchObject({ outcome: "rolled-back", code: "exited" });
    expect(crashed.transcript.failed).toMatchObject({ ExecMainStatus: "1", Result: "exit-code" });
    const said = crashed.transcript.journal.map(({ text }) => text);
    expect(said).toContain("no database");
    expect(said).toContain(`${"x".repeat(2000)}…`);
    // Its colour makes an array of bytes of it.
    expect(said).toContainEqual(expect.stringMatching(/^.\[31my{1900,}…$/));
    expect(crashed.transcript.now).toMatchObject({ StatusText: "serving 2", ActiveState: "active" });

    const ignored = await app.apply({
      ...daemon("3"),
      unit: (path) => daemon("3").unit(path).replace("Type=notify", "Type=notify # comment"),
    });
    expect(ignored.transcript.end).toMatchObject({ outcome: "failed", code: "verify" });

    await settled(host, "myapp");
    expect(await app.show("NeedDaemonReload", "FragmentPath", "UnitFileState", "NRestarts")).toEqual({
      NeedDaemonReload: "no",
      FragmentPath: "/etc/systemd/system/myapp.service",
      UnitFileState: "enabled",
      NRestarts: "0",
    });
    expect((await app.apply(daemon("2"))).transcript.end?.outcome).toBe("unchanged");
    expect((await app.run("remove")).transcript.end?.outcome).toBe("removed");
    await settled(host, "myapp");
    expect(await traces(host, "myapp")).toBe("");
  });

  it("drop-ins are in force with the old release only, wherever they are", async () => {
    const service = deployerOf(host, "dropped");
    const sh = async (command: string) => (await host.run(command)).stdout.trim();
    const nice = () => sh("ps -o ni= -p $(systemctl show -P MainPID dropped.service)");
    const places = ["/etc/systemd/system.control", "/run/systemd/system.control"]
      .concat("/etc/systemd/system", "/run/systemd/system")
      .map((directory) => `${directory}/dropped.service.d`);
    await service.up(quick({ mark: "first" }));
    for (const [index, place] of places.entries())
      await sh(`mkdir -p ${place}; printf '[Service]\\nNice=${index + 1}\\n' >${place}/${index}.conf`);
    await sh("systemctl daemon-reload; systemctl restart dropped.service");
    expect(await nice()).toBe("4");
    await service.refresh();
    expect((await service.upFails(quick({ does: "exit" }))).message).toContain("previous release");
    expect(await nice()).toBe("4");
    const { changes } = await service.up(quick({ mark: "second" }));
    expect((changes as string[]).filter((change) => change.startsWith("set aside: "))).toHaveLength(4);
    expect(await nice()).toBe("0");
    expect(await sh("systemctl show -P DropInPaths dropped.service")).toBe("");
    expect((await service.refresh())?.drift).toBeUndefined();
    await service.destroy();
  });

  it("a removal takes those of the unit's directories along that it is told to", async () => {
    const service = deployerOf(host, "cleaned");
    const unit = { stateDirectory: ["cleaned"], directives: { Service: { CacheDirectory: "cleaned" } } };
    await service.up(quick({}, { cleanOnDelete: ["state"] }, unit));
    await host.run("touch /var/lib/cleaned/file /var/cache/cleaned/file");
    await service.destroy();
    const left = "ls -d /var/lib/cleaned /var/cache/cleaned/file /opt/cleaned 2>/dev/null";
    expect((await host.run(left)).stdout).toBe("/var/cache/cleaned/file\n");
  });
});
