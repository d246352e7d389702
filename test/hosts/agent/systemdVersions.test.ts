import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { brokenDaemon, daemon } from "./daemons";
import { settled, traces } from "./leftovers";

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
    const first = await app.apply(daemon("1"));
    expect(first.transcript.host.systemd).toBe(systemd);
    expect(first.transcript.end).toMatchObject({ outcome: "committed" });
    const changed = await app.apply(daemon("2"));
    expect(changed.transcript.end).toMatchObject({ outcome: "committed" });
    expect(changed.transcript.now).toMatchObject({ StatusText: "serving 2", UnitFileState: "enabled" });

    const crashed = await app.apply(brokenDaemon('print("no database"); sys.exit(1)'));
    expect(crashed.transcript.end).toMatchObject({ outcome: "rolled-back", code: "exited" });
    expect(crashed.transcript.failed).toMatchObject({ ExecMainStatus: "1", Result: "exit-code" });
    expect(crashed.transcript.journal.map(({ text }) => text)).toContain("no database");
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
});
