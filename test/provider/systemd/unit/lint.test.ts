import { describe, expect, it } from "vitest";
import { describeFinding, lintUnitText } from "../../../../provider/systemd/unit/lint";
import { COMMENTED_TEXT, PLAIN_TEXT } from "./tutorial";

const lint = (text: string) => lintUnitText(text).map(describeFinding);
const service = (...lines: string[]) =>
  ["[Service]", "Type=notify", "ExecStart=/srv/app", ...lines].join("\n");

describe("the tutorial's unit", () => {
  it("is refused line by line with its inline comments", () => {
    const above = "put the comment on a line of its own above";
    expect(lint(COMMENTED_TEXT)).toEqual([
      `line 2: \`Description=\` has a comment after its value, which systemd knows nowhere: it shows the comment as well; ${above}`,
      `line 3: \`After=\` has a comment after its value, which systemd knows nowhere: it takes the comment's words for names of further units; ${above}`,
      `line 6: \`Type=\` has a comment after its value, which systemd knows nowhere: it cannot read it and falls back to \`Type=simple\`, so the start counts as done at once, without READY=1; ${above}`,
      `line 7: \`ExecStart=\` has a comment after its value, which systemd knows nowhere: it hands the comment's words to the program as arguments; ${above}, or quote the word if it is an argument`,
      `line 8: \`NotifyAccess=\` has a comment after its value, which systemd knows nowhere: it cannot read it and drops the line; ${above}`,
      `line 9: \`User=\` has a comment after its value, which systemd knows nowhere: it takes all of it for a name, which does not exist (217/USER when the service starts); ${above}`,
      "line 9: `User=` is a placeholder that was never filled in; systemd would take it for a user's name (217/USER); name the user that runs the service",
      `line 10: \`Restart=\` has a comment after its value, which systemd knows nowhere: it cannot read it and drops the line, so a crashed service stays down; ${above}`,
      `line 11: \`WatchdogSec=\` has a comment after its value, which systemd knows nowhere: it cannot read it and drops the line, so the watchdog stays off; ${above}`,
      `line 14: \`WantedBy=\` has a comment after its value, which systemd knows nowhere: it takes the comment's words for names of further units; ${above}`,
    ]);
  });

  it("is fine without them", () => {
    expect(lint(PLAIN_TEXT)).toEqual([]);
  });

  it("is fine with comments on lines of their own, and with Windows line ends", () => {
    expect(lint(PLAIN_TEXT.replace("Type=notify", "# prêt\nType=notify").replaceAll("\n", "\r\n"))).toEqual(
      [],
    );
  });
});

describe("lintUnitText", () => {
  it.each([
    [
      "a misspelt directive",
      "Watchdog=15",
      "no systemd knows a directive `Watchdog=` in [Service]; it would be skipped; did you mean `WatchdogSec=`?",
    ],
    ["an invented directive", "Foo=1", "remove it, or call it `X-Foo=` if it is a note of your own"],
    [
      "a directive of another section",
      "StartLimitIntervalSec=30",
      "systemd knows `StartLimitIntervalSec=` only in [Unit] and skips it in [Service]; move it to [Unit]",
    ],
    [
      "a value that does not exist",
      "Restart=on-fail",
      "systemd cannot read it and drops the line, so a crashed service stays down; write one of no, always, on-success, on-failure, on-abnormal, on-abort, on-watchdog; did you mean `on-failure`?",
    ],
    ["a signal that is none", "KillSignal=SIGSTOPP", "no signal: systemd cannot read it and drops the line"],
    [
      "a mode that is none",
      "UMask=u=rwx",
      "no access mode: systemd cannot read it and drops the line; write octal",
    ],
    ["a size with a wrong unit", "MemoryMax=10MB", "no amount of memory"],
    ["a quota without a percent sign", "CPUQuota=50", "no share of CPU time"],
    ["a soft limit above the hard one", "LimitNOFILE=2048:1024", "no resource limit"],
    ["a relative path in a list", "ReadWritePaths=/var/lib/x data", "no list of absolute paths"],
    ["an absolute state directory", "StateDirectory=/var/lib/x", "no list of relative paths"],
    ["a capability without its prefix", "AmbientCapabilities=NET_BIND", "no list of capabilities"],
    ["an unknown group of system calls", "SystemCallFilter=@sistem-service", "no list of system calls"],
    ["an address family that is none", "RestrictAddressFamilies=unix", "no list of address families"],
    [
      "an obsolete directive",
      "MemoryLimit=1G",
      "is obsolete: systemd reads it with a warning, or no more; write `MemoryMax=",
    ],
    ["what stop would leave behind", "KillMode=none", "leaves processes of the old version running"],
    ["an empty value that resets nothing", "Restart=", "has no value: systemd skips the line"],
    ["a value that is no boolean", "PrivateTmp=maybe", "write one of yes, no, disconnected"],
    ["a time that is none", "RestartSec=5 seconds please", "the value of `RestartSec=` is no time span"],
    [
      "a relative program",
      "ExecStartPre=./prepare",
      "wants an absolute path or a name without slashes as the program of `ExecStartPre=`",
    ],
    [
      "a variable for a program",
      "ExecStartPre=$PREPARE",
      "expands no variable in the program of `ExecStartPre=`",
    ],
    ["shell syntax", "ExecStartPre=/bin/cat a > b", "runs `ExecStartPre=` without a shell"],
    [
      "an open quote",
      'ExecStartPre=/bin/echo "a',
      "has an open quote or an escape that systemd does not know",
    ],
    [
      "a relative directory",
      "WorkingDirectory=app",
      "the value of `WorkingDirectory=` is no absolute path: systemd refuses the whole unit; write one that begins with `/`, or `~`",
    ],
    ["a broken assignment", "Environment=A=b c", "word 2 of `Environment=` is no assignment"],
    ["an unknown specifier", "Environment=URL=http://x/%20y", "has a `%` that begins no specifier"],
    [
      "a dependency without type",
      "[Unit]\nAfter=postgresql",
      "a word of `After=` has no unit type at its end, so systemd would ignore it; write `postgresql.service`",
    ],
    [
      "an unknown section",
      "[Servise]\nUser=x",
      "systemd knows no section [Servise] in a service and skips all of it",
    ],
    ["a section in small letters", "[install]", "write [Install]"],
    ["a section with a comment", "[Install] # boot", "refuses the whole unit for a section header"],
    ["a line without an equals sign", "just words", "ignores a line without `=`"],
    [
      "a value set twice",
      "Type=simple",
      "line 2: `Type=` stands again on line 4, and systemd takes the last one only",
    ],
    ["a second command", "ExecStart=/srv/other", "systemd refuses a second `ExecStart=`"],
    [
      "a section that the line before swallows",
      "ExecStartPre=/bin/true \\\n# between\n[Install]\nWantedBy=a.target",
      "line 4: the backslash at its end makes [Install] below it part of this value, so that section never begins",
    ],
    ["what was no UTF-8", "Environment=A=\ufffd", "the line was not UTF-8 when it was read"],
    ["an escape sequence", "Environment=A=\u001b[1m", "contains a control character"],
  ])("finds %s", (_, line, part) => {
    expect(lint(service(line)).join("\n")).toContain(part);
  });

  it.each([
    ["a quoted hash", 'ExecStartPre=/bot "#channel"'],
    ["a hash inside a word", "ExecStartPre=/bin/curl http://x/#part"],
    ["a number sign in a description", "[Unit]\nDescription=Build #5"],
    ["notes of one's own", "X-Owner=me\n[X-Deploy]\nAnything=goes\neven without an equals sign"],
    ["prefixes of commands", "ExecStartPre=-+/bin/true"],
    ["specifiers", "Environment=A=%i%% B=%h"],
    ["a percentage", "CPUQuota=50%"],
    ["a percent sign before a blank", "[Unit]\nDescription=100 % sure"],
    [
      "signals, modes, sizes and limits",
      "KillSignal=RTMIN+3\nUMask=027\nMemoryMax=1.5G\nLimitNOFILE=1024:infinity",
    ],
    ["paths with prefixes", "ReadWritePaths=-/a +/b\nBindPaths=/a:/b:norbind\nEnvironmentFile=-%h/env"],
    ["lists turned round", "CapabilityBoundingSet=~CAP_SYS_ADMIN\nSystemCallFilter=~@mount read:EPERM"],
    ["lists that add up", "Environment=A=b\nEnvironment=C=d\nExecStartPre=/bin/true\nExecStartPre=/bin/true"],
    ["a reset list", "ExecStartPre=\nEnvironment="],
    ["a continued command", "ExecStartPre=/bin/echo \\\n  # a comment in between\n  a"],
    ["shell syntax for a shell", "ExecStartPre=/bin/sh -c 'a > b && c'"],
    ["a boolean of any spelling", "PrivateTmp=TRUE\nProtectSystem=full"],
    ["a path by specifier", "ExecStartPre=%h/bin/x"],
  ])("has nothing against %s", (_, lines) => {
    expect(lint(service(lines))).toEqual([]);
  });

  it("misses a command and a type", () => {
    expect(lint("[Service]\nUser=myapp\n")).toEqual([
      "without `ExecStart=` in [Service] there is nothing for systemd to start; add the command: `ExecStart=/path/of/the/program`",
      "without `Type=` in [Service] the start counts as done at once, and READY=1 is never awaited; add `Type=notify`, or `Type=simple` if that is meant",
    ]);
  });

  it("never repeats what a variable holds", () => {
    const text = service(
      "Environment=TOKEN=hunter2 x # hunter2",
      "Environment=hunter2",
      'Environment="hunter2',
    );
    expect(lint(text)).toHaveLength(4);
    expect(lint(text).join()).not.toContain("hunter2");
  });
});

/** What the notify services of Debian's daemons use beside the usual, in units of our own (docs/unit-files.md). */
describe("a notify service like those of Debian", () => {
  it.each([
    [
      "prefixes and variables",
      "ExecStartPre=-+/bin/rm -f /run/d.pid\nExecReload=/bin/kill -HUP $MAINPID\nExecStop=:/bin/echo $A",
    ],
    [
      "a script over several lines",
      'ExecStartPre=/bin/sh -c "set -f; [ -e /x ] || \\\n A=`/bin/true`; exit 0"',
    ],
    ["a template", "EnvironmentFile=-/etc/default/d-%i\nPIDFile=/run/d/%i.pid\nLogsDirectory=d/%m.%i"],
    [
      "its own stop",
      "KillMode=process\nKillSignal=SIGQUIT\nRestartKillSignal=SIGTERM\nSendSIGKILL=no\nTimeoutStopSec=infinity",
    ],
    [
      "limits",
      "LimitNOFILE=524288\nLimitNPROC=infinity\nLimitCORE=infinity\nTasksMax=4915\nOOMScoreAdjust=-900\nDelegate=yes",
    ],
    [
      "a sandbox",
      "CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SETUID\nSystemCallFilter=~@cpu-emulation @debug @mount\nSystemCallErrorNumber=EPERM\nRestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK\nReadWriteDirectories=-/var/lib/d\nNoExecPaths=/\nExecPaths=/usr/bin",
    ],
    [
      "conditions",
      "[Unit]\nConditionPathExists=!/etc/d_not_to_be_run\nConditionVirtualization=!container\nConditionCapability=CAP_SYS_ADMIN",
    ],
    [
      "devices and exit statuses",
      "DeviceAllow=/dev/null rw\nDeviceAllow=char-pts\nRestartPreventExitStatus=255\nSuccessExitStatus=143 SIGTERM",
    ],
  ])("passes with %s", (_, lines) => {
    expect(lint(service(lines))).toEqual([]);
  });
});
