import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { BROKEN } from "./brokenReleases";
import { brokenDaemon, daemon } from "./daemons";
import { digestOf } from "./handMadePayload";
import { settled } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(() => hosts?.stop());

describe("a bad release on top of a good one", () => {
  let app: AgentOnHost;
  beforeAll(async () => {
    app = new AgentOnHost(host, "rolled");
    expect((await app.apply(daemon("good"), { MIN_HEALTHY_S: "0" })).transcript.end?.outcome).toBe(
      "committed",
    );
  });

  it.each(BROKEN)("that $how: the old version runs again", async ({ release, request, ...expected }) => {
    const { transcript } = await app.apply(release, request);
    const touched = expected.step !== "verify";
    expect(transcript.end).toMatchObject({
      outcome: touched ? "rolled-back" : "failed",
      step: expected.step,
      code: expected.code,
    });
    expect(transcript.failed).toMatchObject(expected.failed ?? {});
    if (expected.journal) {
      expect(transcript.journal.map(({ text }) => text).join("\n")).toMatch(expected.journal);
    }
    expect(transcript.now).toMatchObject({
      ActiveState: "active",
      StatusText: "serving good",
      release: digestOf(daemon("good")),
      FragmentPath: "/etc/systemd/system/rolled.service",
      outcome: touched ? "rolled-back" : "failed",
    });
    await settled(host, "rolled");
  });

  it("is reported at once when it crashes, not at its timeout", async () => {
    const { atMs, events } = await app.apply(brokenDaemon("sys.exit(1)"), { READY_TIMEOUT_S: "100" });
    const time = (step: string) =>
      atMs[events.findIndex(({ name, keys }) => name === "step" && keys.name === step)];
    expect((time("diagnose") ?? 1e9) - (time("judge") ?? 0)).toBeLessThan(3_000);
  });

  it("stays for inspection when asked", async () => {
    const { transcript } = await app.apply(brokenDaemon("sys.exit(3)"), { ON_FAILURE: "keep" });
    expect(transcript.end).toMatchObject({ outcome: "kept", code: "exited" });
    expect(transcript.now.FragmentPath).toBe("/run/systemd/system.control/rolled.service");
    const next = await app.apply(daemon("good"));
    expect(next.transcript.end?.outcome).toBe("committed");
    expect(next.transcript.now.StatusText).toBe("serving good");
  });

  it("is told apart from an old version that does not come back either", async () => {
    await host.run("mkdir -p /etc/needed");
    const fragile = daemon("fragile", { service: "ExecStartPre=/usr/bin/test -d /etc/needed" });
    expect((await app.apply(fragile)).transcript.end?.outcome).toBe("committed");
    await host.run("rmdir /etc/needed");
    const { transcript } = await app.apply(brokenDaemon("sys.exit(1)"));
    expect(transcript.end?.outcome).toBe("rollback-failed");
    expect(transcript.now.ActiveState).not.toBe("active");
  });
});
