import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { brokenDaemon, daemon, unitText } from "./daemons";
import { digestOf, type HandMadeRelease } from "./handMadePayload";
import { settled, traces } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(() => hosts?.stop());

interface Broken {
  readonly how: string;
  readonly release: HandMadeRelease;
  readonly request?: Record<string, string>;
  readonly code: string;
  readonly step: string;
  readonly failed?: Record<string, unknown>;
  /** What an expert would look for in the journal. */
  readonly journal?: RegExp;
}

const withUnit = (from: HandMadeRelease, change: (text: string) => string): HandMadeRelease => ({
  ...from,
  unit: (release) => change(from.unit(release)),
});

const BROKEN: Broken[] = [
  {
    how: "never says READY",
    release: brokenDaemon('print("waiting for nothing"); time.sleep(60)', "TimeoutStartSec=2"),
    code: "start-timeout",
    step: "judge",
    failed: { Result: "timeout" },
    journal: /start operation timed out/,
  },
  {
    how: "never says READY, and its unit waits for ever",
    release: brokenDaemon("time.sleep(60)", "TimeoutStartSec=infinity"),
    request: { READY_TIMEOUT_S: "2" },
    code: "start-timeout",
    step: "judge",
  },
  {
    how: "exits with 1 after a moment",
    release: brokenDaemon('print("no database"); time.sleep(0.3); sys.exit(1)'),
    code: "exited",
    step: "judge",
    failed: { ExecMainStatus: "1", Result: "exit-code" },
    journal: /no database/,
  },
  {
    how: "exits with 0 before READY",
    release: brokenDaemon("sys.exit(0)"),
    code: "protocol",
    step: "judge",
    failed: { Result: "protocol" },
  },
  {
    how: "has an interpreter that isn't there",
    release: {
      files: { "app*": "#!/usr/bin/python9\n" },
      unit: (release) => unitText(release).replace(/ExecStart=.*/, `ExecStart=${release}/app/app`),
    },
    code: "exited",
    step: "judge",
    failed: { ExecMainStatus: "203" },
  },
  {
    how: "has a user that isn't there",
    release: withUnit(daemon("x"), (text) => text.replace("[Service]", "[Service]\nUser=nobody-at-all")),
    code: "exited",
    step: "judge",
    failed: { ExecMainStatus: "217" },
    journal: /status=217.USER/,
  },
  {
    how: "has a command that isn't there",
    release: withUnit(daemon("x"), (text) => text.replace("/usr/bin/python3", "/usr/bin/python9")),
    code: "verify",
    step: "verify",
  },
  {
    how: "has a directive that systemd ignores",
    release: withUnit(daemon("x"), (text) => text.replace("Type=notify", "Type=notify  # waits for READY")),
    code: "verify",
    step: "verify",
  },
  {
    how: "falls over during the soak",
    release: daemon("x", { body: "time.sleep(0.5); os.kill(os.getpid(), 9)" }),
    code: "signal",
    failed: { Result: "signal", ExecMainStatus: "9" },
    step: "judge",
  },
  {
    how: "does not ping",
    release: daemon("x", { service: "WatchdogSec=1s" }),
    request: { WATCHDOG_PING: "1", MIN_HEALTHY_S: "5" },
    code: "watchdog",
    step: "judge",
  },
  {
    how: "is not allowed to say READY",
    release: brokenDaemon(
      `import subprocess; subprocess.run([sys.executable, "-c", "import os,socket,time; s=socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.sendto(b'READY=1', os.environ['NOTIFY_SOCKET']); time.sleep(0.2)"]); time.sleep(60)`,
      "TimeoutStartSec=2",
    ),
    code: "start-timeout",
    step: "judge",
    journal: /reception only permitted for main PID/,
  },
  {
    how: "has a condition that is not met",
    release: withUnit(daemon("x"), (text) => text.replace("[Unit]", "[Unit]\nConditionPathExists=/no/such")),
    code: "condition",
    step: "judge",
  },
];

describe("a bad release on top of a good one", () => {
  let app: AgentOnHost;
  beforeAll(async () => {
    app = new AgentOnHost(host, "rolled");
    expect((await app.apply(daemon("good"))).transcript.end?.outcome).toBe("committed");
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

describe("a bad first release", () => {
  it.each(BROKEN.slice(2))("that $how: the host is as before", async ({ release, request, code, step }) => {
    const app = new AgentOnHost(host, "first");
    const { transcript } = await app.apply(release, request);
    expect(transcript.end).toMatchObject({ outcome: "failed", code, step });
    expect(transcript.now).toMatchObject({ LoadState: "not-found", owner: "" });
    await settled(host, "first");
    expect((await traces(host, "first")).replace("/run/pulumi-systemd/first", "")).toBe("");
  });
});
