import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost, type AgentRun } from "./agentOnHost";
import { daemon } from "./daemons";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "judged");
});
afterAll(() => hosts?.stop());

/** Milliseconds between two events of a run. */
function between(run: AgentRun, from: string, to: string): number {
  const at = (word: string) =>
    run.atMs[
      run.events.findIndex(({ name, keys }) => name === word || (name === "step" && keys.name === word))
    ];
  return (at(to) ?? Number.NaN) - (at(from) ?? Number.NaN);
}

describe("a service counts as up", () => {
  it("only after it stayed up for as long as was asked", async () => {
    const run = await app.apply(daemon("soaked"), { MIN_HEALTHY_S: "3" });
    expect(run.transcript.end?.outcome).toBe("committed");
    expect(between(run, "ready", "commit")).toBeGreaterThan(2_900);
    expect(between(run, "ready", "commit")).toBeLessThan(4_000);
  });

  it("only after its first ping", async () => {
    const pinging = daemon("pinging", {
      service: "WatchdogSec=10s",
      body: 'time.sleep(2); notify("WATCHDOG=1")\nwhile True: time.sleep(1); notify("WATCHDOG=1")',
    });
    const run = await app.apply(pinging, { WATCHDOG_PING: "1", MIN_HEALTHY_S: "0" });
    expect(run.transcript.end?.outcome).toBe("committed");
    expect(between(run, "ready", "commit")).toBeGreaterThan(1_500);
  });

  it("never when no ping comes", async () => {
    const silent = daemon("silent", { service: "WatchdogSec=60s" });
    const { transcript } = await app.apply(silent, { WATCHDOG_PING: "1", READY_TIMEOUT_S: "3" });
    expect(transcript.end).toMatchObject({ outcome: "rolled-back", code: "no-ping" });
    expect(transcript.now.StatusText).toBe("serving pinging");
  });

  it("only when its probe succeeds", async () => {
    await host.run("(sleep 3; touch /run/probed) >/dev/null 2>&1 &");
    const run = await app.apply(
      { ...daemon("probed"), probe: "exec test -e /run/probed\n" },
      { MIN_HEALTHY_S: "0" },
    );
    expect(run.transcript.end?.outcome).toBe("committed");
    expect(run.events.filter(({ name }) => name === "ready")).toHaveLength(1);
    expect((await host.run("ls /run/probed")).code).toBe(0);
  });

  it("never when its probe fails, and the probe's words are kept", async () => {
    const release = { ...daemon("unprobed"), probe: "echo no route to database; exit 1\n" };
    const { transcript } = await app.apply(release, { READY_TIMEOUT_S: "3" });
    expect(transcript.end).toMatchObject({ outcome: "rolled-back", code: "probe" });
    expect(transcript.failed.probe).toBe("no route to database");
  });

  it("never when its probe goes on and on, of which only the last words are kept", async () => {
    const release = { ...daemon("chatty"), probe: "echo begins; exec yes no route to database\n" };
    let most = 0;
    const { transcript } = await app.apply(release, { READY_TIMEOUT_S: "4" }, ({ name }) => {
      if (name !== "ready") return;
      setTimeout(async () => {
        const kept = "cat /run/pulumi-systemd/*/*/probe.[!ps]* 2>/dev/null | wc -c";
        most = Number((await host.run(kept)).stdout);
      }, 2_000);
    });
    expect(transcript.end).toMatchObject({ outcome: "rolled-back", code: "probe" });
    expect(transcript.failed.probe).toContain("no route to database no route to database");
    expect(transcript.failed.probe).not.toContain("begins");
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(20_000);
  });

  it("although systemd re-executes itself in the midst of its start", async () => {
    const { transcript } = await app.apply(daemon("reexec", { seconds: 3 }), {}, ({ name, text }) => {
      if (name === "status" && text === "warming up reexec") void host.run("systemctl daemon-reexec");
    });
    expect(transcript.end?.outcome).toBe("committed");
    expect(transcript.now.StatusText).toBe("serving reexec");
  });

  it("not counting the time that the old one takes to stop", async () => {
    const stubborn = daemon("stubborn", {
      service: "TimeoutStopSec=20",
      body: "import signal; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(4), os._exit(0)))",
    });
    expect((await app.apply(stubborn)).transcript.end?.outcome).toBe("committed");
    const run = await app.apply(daemon("patient"), { READY_TIMEOUT_S: "3" });
    expect(run.transcript.end?.outcome).toBe("committed");
    expect(between(run, "judge", "ready")).toBeGreaterThan(3_500);
  });
});
