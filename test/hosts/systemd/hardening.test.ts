import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Archive, Asset } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { Release, TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { deployerOf } from "../service/deployer";
import { loadUnit } from "./loadedUnit";

const APP = readFileSync(join(__dirname, "../../../assets/myapp_notify/app_notify.py"), "utf8");

/** The scenario, as the tutorial has it, in the strictest sandbox. */
const SCENARIO = {
  source: new Archive(undefined, { assets: { "app_notify.py": new Asset(undefined, { text: APP }) } }),
  runtime: { python: { requirements: ["sdnotify==0.3.2"] } },
  createUser: true,
  readiness: { minHealthyTime: "1s" },
  unit: {
    execStart: ["python3", "app_notify.py"],
    user: "myapp",
    watchdog: "15s",
    hardening: "strict",
  },
};

/** Lines of [Service] beside a program that says READY=1: whether systemd hears it. */
const HEARD = [
  ...["PrivateNetwork=yes", "MemoryDenyWriteExecute=yes", "DynamicUser=yes", "ProcSubset=pid"],
  ...["RestrictAddressFamilies=AF_UNIX", "SystemCallFilter=@system-service", "InaccessiblePaths=/run/user"],
];
const UNHEARD = [
  ...["RestrictAddressFamilies=AF_INET", "RestrictAddressFamilies=~AF_UNIX", "SystemCallFilter=~@network-io"],
  ...["InaccessiblePaths=/run/systemd", "TemporaryFileSystem=/run"],
  ...["Environment=NOTIFY_SOCKET=/run/mine", "UnsetEnvironment=NOTIFY_SOCKET"],
];

describe.each<[Release, number]>([
  ["bullseye", 247],
  ["bookworm", 252],
  ["trixie", 257],
])("%s, systemd %d", (release) => {
  let hosts: TestHosts;
  let host: TestHost;
  beforeAll(async () => {
    hosts = await startHosts({ release, python: "venv" });
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(() => hosts?.stop());

  it("runs the scenario under strict hardening, and the sandbox is in force", async () => {
    const outputs = await deployerOf(host).up(SCENARIO);
    expect(outputs.status).toBe("active (running)");
    const { stdout } = await host.run(
      `pid=$(systemctl show -p MainPID myapp.service | cut -d= -f2)
       grep -E '^(NoNewPrivs|Seccomp|CapBnd):' /proc/$pid/status
       seen=/proc/$pid/root
       touch $seen/etc/x 2>/dev/null || echo read-only
       ls $seen/dev/console $seen/dev/kmsg 2>/dev/null || echo few devices
       echo homes: $(ls -A $seen/home | wc -l) $(ls -A $seen/root | wc -l)`,
    );
    expect(stdout.replaceAll("\t", " ").trim().split("\n")).toEqual([
      "CapBnd: 0000000000000000",
      "NoNewPrivs: 1",
      "Seccomp: 2",
      "read-only",
      "few devices",
      "homes: 0 0",
    ]);
  });

  it("hears READY=1 through every sandbox that validation lets pass, and through none that it refuses", async () => {
    const lines = [...HEARD, ...UNHEARD];
    for (const [index, line] of lines.entries()) {
      await loadUnit(
        host,
        `box${index}.service`,
        `[Service]\nType=notify\nNotifyAccess=all\nTimeoutStartSec=5s\n${line}\nExecStart=/bin/sh -c 'systemd-notify --ready; exec sleep 600'\n`,
      );
    }
    const units = lines.map((_, index) => `box${index}.service`).join(" ");
    const { stdout } = await host.run(
      `systemctl start ${units} 2>/dev/null; systemctl is-active ${units}; systemctl stop ${units}`,
    );
    const states = stdout.trim().split("\n");
    expect(lines.filter((_, index) => states[index] === "active")).toEqual(HEARD);
  });
});
