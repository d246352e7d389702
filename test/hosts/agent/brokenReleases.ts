import { brokenDaemon, daemon, unitText } from "./daemons";
import type { HandMadeRelease } from "./handMadePayload";

/** A release that does not become ready, and what is said about it. */
export interface Broken {
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

export const BROKEN: readonly Broken[] = [
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
    // journalctl makes nothing of a line of 4096 bytes and more, unless it is asked for all of it.
    how: "has much to say on one line",
    release: brokenDaemon('print("no database: " + "x" * 9000); sys.exit(1)'),
    code: "exited",
    step: "judge",
    journal: /no database: x{1900}/,
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
