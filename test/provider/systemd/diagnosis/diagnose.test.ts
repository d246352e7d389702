import { describe, expect, it } from "vitest";
import type { Failure } from "../../../../provider/systemd/diagnosis/failure";
import { readText, service, systemd } from "./failures";

const exited = (status: string) => ({ Result: "exit-code", ExecMainCode: "1", ExecMainStatus: status });
const killed = (signal: string, code = "2") => ({
  Result: "signal",
  ExecMainCode: code,
  ExecMainStatus: signal,
});

const REFUSED_SENDER = systemd(
  "myapp.service: Got notification message from PID 812, but reception only permitted for main PID 811",
);

/** [what happened, how the host tells it, the first sentence, what else a user has to read] */
const CASES: readonly (readonly [string, Partial<Failure>, string, readonly string[]])[] = [
  [
    "no READY=1 in time",
    {
      code: "start-timeout",
      readyTimeoutSeconds: 120,
      failed: { ActiveState: "activating", SubState: "start" },
    },
    "myapp.service on web-1 did not send READY=1 within 2min.",
    ["systemd heard no READY=1", "unit.timeoutStart", "readiness.timeout", "unit.type `exec`"],
  ],
  [
    "no READY=1 within systemd's own limit, with a last STATUS=",
    {
      code: "start-timeout",
      readyTimeoutSeconds: 120,
      failed: { Result: "timeout", TimeoutStartUSec: "1min 30s", StatusText: "Migrating 3/10" },
    },
    "myapp.service on web-1 did not send READY=1 within 1min 30s.",
    ["Its last STATUS= was “Migrating 3/10”", "Result=timeout"],
  ],
  [
    "ExecStartPre= that hangs",
    { code: "start-timeout", readyTimeoutSeconds: 60, failed: { SubState: "start-pre" } },
    "myapp.service on web-1 did not get past ExecStartPre= within 1min.",
    ["the program never ran", "unit.execStartPre"],
  ],
  [
    "a forking service that never came up",
    { code: "start-timeout", readyTimeoutSeconds: 60, failed: { Type: "forking" } },
    "myapp.service on web-1 was not up within 1min.",
    ["Type=forking has its own sign"],
  ],
  [
    "READY=1 from a process that may not",
    { code: "start-timeout", readyTimeoutSeconds: 60, journal: [REFUSED_SENDER] },
    "myapp.service on web-1 was not heard within 1min: systemd refused its notifications.",
    [
      "NotifyAccess=main admits only the main process",
      "let it `exec` the program",
      "set unit.notifyAccess to `exec` or `all`",
      "reception only permitted",
    ],
  ],
  [
    "a crash before READY=1",
    { code: "exited", failed: exited("1"), journal: [service("boom")] },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    [
      "The program itself gave up",
      "│ boom",
      "main process exited with status 1",
      "The journal above has the program's own words",
    ],
  ],
  [
    "a crash after READY=1",
    { code: "exited", failed: exited("3"), readyAfterUs: 10_040_000 },
    "myapp.service on web-1 exited with status 3 after READY=1, which had come after 10s.",
    [],
  ],
  [
    "a command that the shell did not find",
    { code: "exited", failed: exited("127") },
    "myapp.service on web-1 exited with status 127 before it sent READY=1.",
    ["a shell's word for: command not found"],
  ],
  [
    "a module that Python lacks",
    {
      code: "exited",
      failed: exited("1"),
      journal: [
        service("Traceback (most recent call last):"),
        service("ModuleNotFoundError: No module named 'sdnotify'"),
      ],
    },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    ["Python found no module `sdnotify`", "Add what brings `sdnotify` to runtime.python.requirements"],
  ],
  [
    "a file that is not there",
    {
      code: "exited",
      failed: exited("1"),
      journal: [service("FileNotFoundError: [Errno 2] No such file or directory: 'config.toml'")],
    },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    ["config.toml is not there", "Put the file into `source`"],
  ],
  [
    "a port that is taken",
    { code: "exited", failed: exited("1"), journal: [service("OSError: [Errno 98] Address already in use")] },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    ["The address it wants to listen on is taken", "ss -ltnp"],
  ],
  [
    "a file that it may not write",
    {
      code: "exited",
      failed: exited("1"),
      journal: [service("PermissionError: [Errno 13] Permission denied: '/opt/myapp/x'")],
    },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    ["may not use /opt/myapp/x", "unit.stateDirectory"],
  ],
  [
    "ExecStartPre= that fails",
    {
      code: "exited",
      failed: { Result: "exit-code", ExecMainCode: "0", ExecMainStatus: "0" },
      journal: [systemd("myapp.service: Control process exited, code=exited, status=3/NOTIMPLEMENTED")],
    },
    "myapp.service on web-1 did not get past ExecStartPre=, which exited with status 3.",
    ["the program never ran", "Correct the command in unit.execStartPre"],
  ],
  [
    "a user that does not exist",
    { code: "exited", failed: { ...exited("217"), User: "myapp" } },
    "myapp.service on web-1 could not be started: its user `myapp` does not exist (217/USER).",
    ["before the program ran", "set createUser: true"],
  ],
  [
    "a program that is not there",
    {
      code: "exited",
      failed: exited("203"),
      journal: [systemd("myapp.service: Failed at step EXEC spawning /opt/x/run: No such file or directory")],
    },
    "myapp.service on web-1 could not be started: the program could not be executed (203/EXEC).",
    ["systemd could not execute /opt/x/run (No such file or directory)", "the interpreter in its first line"],
  ],
  [
    "a working directory that is not there",
    { code: "exited", failed: exited("200") },
    "myapp.service on web-1 could not be started: the working directory could not be entered (200/CHDIR).",
    ["unit.workingDirectory"],
  ],
  [
    "a sandbox that cannot be built",
    { code: "exited", failed: exited("226") },
    "myapp.service on web-1 could not be started: the mount, user or other namespaces could not be set up (226/NAMESPACE).",
    ["ReadWritePaths="],
  ],
  [
    "credentials that are missing",
    { code: "exited", failed: exited("243") },
    "myapp.service on web-1 could not be started: the credentials could not be loaded (243/CREDENTIALS).",
    ["LoadCredential="],
  ],
  [
    "a status of systemd's without advice of its own",
    { code: "exited", failed: exited("242") },
    "myapp.service on web-1 could not be started: the NUMA policy could not be set (242/NUMA_POLICY).",
    ["systemd.exec(5)"],
  ],
  [
    "a process that left politely",
    { code: "exited", failed: exited("0"), readyAfterUs: 1_000_000 },
    "myapp.service on web-1 exited with status 0 after READY=1, which had come after 1s.",
    ["came to its end by itself, where a service is to stay"],
  ],
  [
    "a crash of which only the journal knows, since the next attempt has begun",
    {
      code: "exited",
      failed: { ExecMainCode: "0", ExecMainStatus: "0" },
      journal: [systemd("myapp.service: Main process exited, code=exited, status=1/FAILURE")],
    },
    "myapp.service on web-1 exited with status 1 before it sent READY=1.",
    ["It left no word in the journal: run its command on the host"],
  ],
  [
    "an end that nobody recorded",
    { code: "exited" },
    "myapp.service on web-1 ended before it sent READY=1.",
    ["systemd kept no record of how"],
  ],
  [
    "ExecStartPre= that is killed",
    { code: "signal", journal: [systemd("x.service: Control process exited, code=killed, status=9/KILL")] },
    "myapp.service on web-1 did not get past ExecStartPre=, which was killed by SIGKILL.",
    [],
  ],
  [
    "a segmentation fault",
    { code: "core-dump", failed: killed("11", "3") },
    "myapp.service on web-1 was killed by SIGSEGV and dumped core before it sent READY=1.",
    [
      "touched memory that is not its own",
      "coredumpctl info",
      "main process was killed by SIGSEGV and dumped core",
    ],
  ],
  [
    "a kill from outside",
    { code: "signal", failed: killed("9") },
    "myapp.service on web-1 was killed by SIGKILL before it sent READY=1.",
    ["journalctl -k"],
  ],
  [
    "a forbidden system call",
    { code: "signal", failed: killed("31") },
    "myapp.service on web-1 was killed by SIGSYS before it sent READY=1.",
    ["SystemCallFilter= forbids"],
  ],
  [
    "the watchdog",
    { code: "watchdog", failed: { Result: "watchdog" }, readyAfterUs: 10_000_000 },
    "myapp.service on web-1 was killed by its watchdog after READY=1, which had come after 10s.",
    ["No WATCHDOG=1 came for 15s", "raise unit.watchdog"],
  ],
  [
    "no ping after READY=1",
    { code: "no-ping", readyTimeoutSeconds: 60, readyAfterUs: 1_000_000 },
    "myapp.service on web-1 said READY=1 but sent no WATCHDOG=1 within 1min.",
    ["promises one within 15s", "leave unit.watchdog out"],
  ],
  [
    "a process that ended without READY=1",
    { code: "protocol", failed: { ...exited("0"), Result: "protocol" } },
    "myapp.service on web-1 ended with status 0 before it sent READY=1.",
    ["stay in the foreground", "`oneshot`"],
  ],
  [
    "a forking process whose child notified",
    { code: "protocol", failed: { Result: "protocol" }, journal: [REFUSED_SENDER] },
    "myapp.service on web-1 ended without a READY=1 that counts: systemd refused its notifications.",
    ["NotifyAccess=main does not admit it"],
  ],
  [
    "a missing EnvironmentFile=",
    {
      code: "resources",
      journal: [systemd("myapp.service: Failed to load environment files: No such file or directory")],
    },
    "myapp.service on web-1 could not be started: systemd lacked something that the unit names.",
    ["Failed to load environment files", "unit.environmentFiles"],
  ],
  [
    "a start limit",
    { code: "start-limit" },
    "myapp.service on web-1 failed so often that systemd starts it no more (start limit).",
    ["StartLimitIntervalSec="],
  ],
  [
    "a start limit that Result= does not tell of",
    {
      code: "exited",
      failed: exited("1"),
      journal: [systemd("myapp.service: Start request repeated too quickly.")],
    },
    "myapp.service on web-1 failed so often that systemd starts it no more (start limit).",
    [],
  ],
  [
    "want of memory",
    { code: "oom-kill" },
    "myapp.service on web-1 was killed for want of memory before it sent READY=1.",
    ["MemoryMax="],
  ],
  [
    "an unmet condition",
    { code: "condition" },
    "myapp.service on web-1 was not started: a Condition…= of the unit is not met on this host.",
    ["systemd calls that a success and starts nothing"],
  ],
  [
    "an unmet assertion",
    { code: "condition", failed: { AssertResult: "no" } },
    "myapp.service on web-1 was not started: an Assert…= of the unit is not met on this host.",
    [],
  ],
  [
    "a service that came up and fell",
    {
      code: "unstable",
      failed: exited("1"),
      readyAfterUs: 1_000_000,
      journal: [service("lost the database")],
    },
    "myapp.service on web-1 became ready but did not stay up for readiness.minHealthyTime.",
    ["it exited with status 1", "lost the database", "READY=1 may also be sent too early"],
  ],
  [
    "a probe that did not succeed",
    { code: "probe", readyTimeoutSeconds: 30, failed: { probe: "curl: (7) Failed to connect" } },
    "myapp.service on web-1 said READY=1, but readiness.probe did not succeed within 30s.",
    ["It last said: curl: (7) Failed to connect"],
  ],
  [
    "a stop from outside",
    { code: "stopped-by-other" },
    "myapp.service on web-1 was stopped from outside while it was being judged.",
    [],
  ],
  [
    "lines of systemd-analyze",
    {
      code: "verify",
      outcome: "failed",
      step: "verify",
      verify: ["myapp.service:7: Unknown key name 'Foo'"],
    },
    "myapp.service on web-1 was not started: systemd finds fault with its unit.",
    ["Unknown key name 'Foo'"],
  ],
  [
    "a package that does not exist",
    {
      code: "package-install",
      outcome: "failed",
      step: "runtime",
      text: "installing nginxx failed: E: Unable to locate package nginxx",
    },
    "myapp.service on web-1 was not started: its OS packages could not be installed.",
    ["Unable to locate package nginxx.", "runtime.packages"],
  ],
  [
    "pip that fails",
    {
      code: "runtime-install",
      outcome: "failed",
      step: "runtime",
      text: "pip install failed: ERROR: No matching distribution found",
      output: ["Collecting sdnotify==9"],
    },
    "myapp.service on web-1 was not started: its Python environment could not be made.",
    ["No matching distribution found.", "Collecting sdnotify==9", "runtime.python.requirements"],
  ],
  [
    "another unit in force",
    { code: "trial-not-in-force", failed: { Type: "simple", FragmentPath: "/run/x" } },
    "myapp.service on web-1 was not started: systemd does not run the unit that was written.",
    ["systemd shows Type=simple from /run/x", "systemctl cat myapp.service"],
  ],
  [
    "a lock held by another",
    {
      code: "lock",
      outcome: "busy",
      step: "lock",
      text: "urn:x has had myapp.service for 300s; nothing was touched",
    },
    "myapp.service on web-1 was not touched: another deployment of it was still running.",
    ["has had myapp.service for 300s"],
  ],
  [
    "a host that goes down",
    { code: "", outcome: "interrupted", text: "the host is shutting down" },
    "myapp.service on web-1 was not deployed: the deployment was interrupted.",
    ["the host is shutting down.", "Run `pulumi up` again"],
  ],
  [
    "a process 1 that hangs",
    {
      code: "no-answer",
      outcome: "interrupted",
      step: "judge",
      text: "process 1 has taken no request for too long",
      now: { release: "0123456789abcdef" },
    },
    "myapp.service on web-1 was not judged to the end: systemd on the host has stopped answering.",
    [
      "process 1 has taken no request",
      "myapp.service is in a state that could not be asked for, and its unit is that of release 0123456789ab.",
      "only a reboot ends that",
      "Run `pulumi up` again then",
    ],
  ],
  [
    "a code from a newer agent",
    { code: "martians", text: "they came" },
    "myapp.service on web-1 could not be deployed (martians).",
    ["they came."],
  ],
];

describe("diagnose", () => {
  it.each(CASES)("%s", (_, changed, summary, parts) => {
    const text = readText(changed);
    expect(text.startsWith(`${summary} `)).toBe(true);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|\.\.(?!\.)|; \./);
  });

  it.each([
    ["not-systemd", "Alpine"],
    ["systemd-too-old", "upgrade the host"],
    ["tool-missing", "Install what is missing"],
    ["no-space", "revisionHistoryLimit"],
    ["parent-unsafe", "owner and mode"],
    ["parent-missing", "another `directory`"],
    ["user-missing", "createUser: true"],
    ["group-missing", "unit.group"],
    ["masked", "unmask"],
    ["made-by-hand", "adopt: true"],
    ["unit-linked", "another name"],
    ["unit-foreign", "another name"],
    ["directory-occupied", "belongs into `source`"],
    ["owner-conflict", "with `aliases`"],
    ["no-package-manager", "runtime.packages"],
    ["python-missing", "Python 3"],
    ["not-recallable", "which sends what is missing"],
  ])("tells what to do about %s", (code, part) => {
    const text = readText({
      code: "preflight",
      outcome: "refused",
      step: "preflight",
      now: {},
      findings: [{ code, text: "what the host found" }],
    });
    expect(text).toContain("myapp.service on web-1 cannot be deployed to this host as it is.");
    expect(text).toContain("what the host found");
    expect(text).toContain(part);
    expect(text).toContain("Nothing on the host was touched.");
  });

  it.each<[Partial<Failure>, string]>([
    [{ outcome: "rolled-back" }, "The previous release 0a1b2c3d4e5f runs again, judged by the same rules."],
    [
      {
        outcome: "rollback-failed",
        now: { release: "0a1b2c3d4e5f6789", ActiveState: "failed", SubState: "failed", Result: "exit-code" },
      },
      "The previous release 0a1b2c3d4e5f could not be brought back: myapp.service is failed (failed, exit-code).",
    ],
    [
      { outcome: "kept", now: { ActiveState: "activating", SubState: "auto-restart" } },
      "The failed release is left in place as asked (onFailure: keep): myapp.service is activating (auto-restart).",
    ],
    [
      { outcome: "failed", now: { ActiveState: "inactive" } },
      "The host is left as it was found: no release of this service runs there.",
    ],
    [
      { outcome: "failed", now: { handmade: "back", ActiveState: "active", SubState: "running" } },
      "The version made by hand runs again; its unit and its files were never touched.",
    ],
    [
      { outcome: "interrupted", now: { handmade: "back", ActiveState: "active", SubState: "running" } },
      "The version made by hand runs again; its unit and its files were never touched.",
    ],
    [
      { outcome: "failed", now: { handmade: "untouched", ActiveState: "active", SubState: "running" } },
      "The version made by hand is as it was found, active (running): nothing of it was changed.",
    ],
    [
      { outcome: "failed", now: { handmade: "as-found", ActiveState: "inactive", SubState: "dead" } },
      "The version made by hand is as it was found, inactive (dead): nothing of it was changed.",
    ],
    [
      {
        outcome: "failed",
        now: { handmade: "down", ActiveState: "failed", SubState: "failed", Result: "timeout" },
      },
      "did not come up again: myapp.service is failed (failed, timeout).",
    ],
    [{ outcome: "failed" }, "The release from before 0a1b2c3d4e5f runs on, untouched."],
    [
      { outcome: "interrupted", now: {} },
      "The deployment was interrupted; myapp.service is in a state that could not be asked for.",
    ],
  ])("says what runs now: %j", (changed, sentence) => {
    expect(readText(changed)).toContain(sentence);
  });
});
