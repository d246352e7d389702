import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { endIdleConnections } from "../../../provider/host/link";
import { Archive, Asset, Unknown, type ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { closeLook } from "./closeLook";
import { appInputs, connectionTo, type Deployer, deployerOf } from "./deployer";
import { inputs } from "./drift/driftingHost";
import { snapshotDiff } from "./hostSnapshot";
import { notifyApp } from "./notifyApp";

const DIRECTORY = "/usr/local/bin/myapp";
const UNIT_FILE = "/etc/systemd/system/myapp.service";

const source = (text: string, more: Record<string, Asset> = {}) =>
  new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text }), ...more } });
const inVenv = (mark = "") =>
  inputs(
    { source: source(notifyApp({ mark })), runtime: { python: { requirements: [] } } },
    {
      execStart: ["python3", "app.py"],
    },
  );

/** A transaction goes on for a moment after its last word. */
function atRest(host: TestHost): Promise<true> {
  const transient = "ls /run/systemd/transient/pulumi-systemd-* 2>/dev/null";
  return poll(async () => (await host.run(transient)).stdout === "" || undefined, {
    waitingFor: "the transaction to end",
    deadlineMs: 30_000,
    intervalMs: 100,
  });
}

interface Foreseen {
  readonly said: readonly string[];
  readonly changes: readonly string[];
  readonly unknown: readonly string[];
}

/** The preview leaves no trace, and `up` then does what it said: action, reason, and every output that was known. */
async function foreseen(host: TestHost, service: Deployer, given: ValueMap): Promise<Foreseen> {
  await atRest(host);
  const before = await closeLook(host);
  const { said, outputs } = await service.preview(given);
  expect(snapshotDiff(before, await closeLook(host))).toEqual([]);
  const real = await service.up(given);
  const isUnknown = (name: string) => outputs[name] instanceof Unknown;
  for (const name of Object.keys(outputs).filter((name) => !isUnknown(name)))
    expect([name, outputs[name]]).toEqual([name, real[name]]);
  return { said, changes: real.changes as string[], unknown: Object.keys(outputs).filter(isUnknown) };
}

/** One host; each case goes on from where the last one's `up` left it. */
describe.sequential("a preview", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => {
    const release = `/opt/myapp/releases/${service.state?.outputs.releaseDigest}`;
    return (await host.run(`RELEASE=${release}\n${command}`)).stdout.trim();
  };
  const holds = (given: ValueMap, deployer = service) => foreseen(host, deployer, given);

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
    // What logind and sshd make with the first login of all.
    await service.preview(inputs());
  });
  afterAll(async () => await hosts?.stop());

  it.each<[what: string, harm: string, given: () => ValueMap, told: boolean, said: (string | RegExp)[]]>([
    [
      "of a new host",
      "",
      () => inputs(),
      false,
      ["would install: myapp.service is new here; makes user myapp"],
    ],
    ["of nothing new", "", () => inputs(), false, [/^would not touch what runs: release \w+ runs already$/]],
    [
      "of a changed file",
      "",
      () => inputs({ source: source(notifyApp({ mark: "changed" })) }),
      false,
      ["would restart: the release changed"],
    ],
    [
      "of a changed line of the unit",
      "",
      () => inputs({}, { restartSec: "3s" }),
      false,
      ["would restart: the release changed"],
    ],
    [
      "of another readiness",
      "",
      () =>
        inputs(
          { readiness: { minHealthyTime: "0", watchdogPing: false, timeout: "30s" } },
          { restartSec: "3s" },
        ),
      false,
      [/^would not touch what runs: /],
    ],
    [
      "of another connection",
      "",
      () => inputs({ connection: connectionTo(host, { perDialTimeout: 7 }) }, { restartSec: "3s" }),
      false,
      [/^would not touch what runs: /],
    ],
    [
      "of another directory",
      "",
      () => inputs({ directory: "/srv/myapp" }, { restartSec: "3s" }),
      false,
      [/^would not touch what runs: release \w+ runs already; moves the link \/srv\/myapp$/],
    ],
    [
      "of a service that was stopped",
      "systemctl stop myapp.service",
      () => inputs(),
      false,
      ["would restart: the release changed"],
    ],
    [
      "of the same, with nothing else changed",
      "systemctl stop myapp.service",
      () => inputs(),
      false,
      ["would start: myapp.service is inactive (dead)"],
    ],
    [
      "of a service that failed",
      "systemctl kill --signal=SIGKILL myapp.service; until systemctl is-failed --quiet myapp.service; do sleep 0.1; done",
      () => inputs(),
      false,
      ["would start: myapp.service is failed (failed)"],
    ],
    [
      "of a file that was edited",
      "echo '# by hand' >>$RELEASE/app/app.py",
      () => inputs(),
      false,
      [
        "would restart: files of the release had been changed on the host; repairs the release's files (changed: app.py)",
      ],
    ],
    [
      "of a file that was removed",
      "rm $RELEASE/app/app.py",
      () => inputs(),
      false,
      [/^would restart: files of .*; repairs the release's files \(removed: app\.py\)$/],
    ],
    [
      "of a file that was added, and told of by a refresh",
      "echo >$RELEASE/app/sitecustomize.py",
      () => inputs(),
      true,
      [/^would restart: files of .*; sets aside \/opt\/myapp\/releases\/\w+\/app\/sitecustomize\.py$/],
    ],
    [
      "of a release that was deleted",
      "rm -r $RELEASE",
      () => inputs(),
      false,
      [/^would restart: files of .*; lays the release's files anew$/],
    ],
    [
      "of a host without any record",
      "rm -r /opt/myapp",
      () => inputs(),
      false,
      [/^would restart: files of .*; lays the release's files anew$/],
    ],
    [
      "of a unit file that was edited",
      `sed -i s/^Restart=.*/Restart=always/ ${UNIT_FILE}`,
      () => inputs(),
      false,
      [`would restart: ${UNIT_FILE} was changed by hand`],
    ],
    [
      "of a unit file that was removed",
      `rm ${UNIT_FILE}`,
      () => inputs(),
      false,
      [`would install: ${UNIT_FILE} was gone`],
    ],
    [
      "of a unit file that was emptied",
      `: >${UNIT_FILE}`,
      () => inputs(),
      false,
      ["would restart: myapp.service or a drop-in of it changed since it was loaded"],
    ],
    [
      "of a service that was disabled",
      "systemctl disable myapp.service",
      () => inputs(),
      false,
      [/^would not touch what runs: .*; enables myapp\.service$/],
    ],
    [
      "of a service that was masked, and told of by a refresh",
      // Without a reload: systemd would take pings for none of its business then, and the watchdog would end the service.
      `ln -sfn /dev/null ${UNIT_FILE}`,
      () => inputs(),
      true,
      ["would restart: myapp.service was masked"],
    ],
    [
      "of a drop-in that a refresh has told",
      `mkdir -p ${UNIT_FILE}.d; printf '[Service]\\nNice=5\\n' >${UNIT_FILE}.d/nice.conf; systemctl daemon-reload`,
      () => inputs(),
      true,
      [`would restart: drop-ins made by hand are moved out of the way; sets aside ${UNIT_FILE}.d/nice.conf`],
    ],
    [
      "of a drop-in that nobody was told of",
      `mkdir -p ${UNIT_FILE}.d; printf '[Service]\\nNice=5\\n' >${UNIT_FILE}.d/nice.conf; systemctl daemon-reload`,
      () => inputs(),
      false,
      [
        new RegExp(`^warning: .*left alone, since no refresh has named it: ${UNIT_FILE}\\.d/nice\\.conf`),
        /^would not touch what runs/,
      ],
    ],
    [
      "of a link that was removed",
      `rm -r ${UNIT_FILE}.d ${DIRECTORY}; systemctl daemon-reload`,
      () => inputs(),
      false,
      [/^would not touch what runs: .*; moves the link \/usr\/local\/bin\/myapp$/],
    ],
    [
      "after a transaction that was interrupted",
      ": >/run/pulumi-systemd/myapp/suspect",
      () => inputs(),
      false,
      [/^would restart: the process is older than what is written/],
    ],
    [
      "of a service that others require",
      "printf '[Unit]\\nRequires=myapp.service\\nAfter=myapp.service\\n[Service]\\nExecStart=sleep infinity\\n' >/etc/systemd/system/web.service; systemctl daemon-reload; systemctl start web.service",
      () => inputs({}, { restartSec: "4s" }),
      false,
      ["would restart: the release changed; restarts with it: web.service"],
    ],
    [
      "of a Python environment, which is made",
      "rm /etc/systemd/system/web.service; systemctl stop web.service; systemctl daemon-reload",
      () => inVenv(),
      false,
      ["would restart: the release changed; makes a Python environment"],
    ],
    [
      "of a Python environment, which is there",
      "",
      () => inVenv("another"),
      false,
      ["would restart: the release changed"],
    ],
    [
      "of a Python environment that was changed by hand",
      "for file in /opt/myapp/runtimes/*/pyvenv.cfg; do echo '# by hand' >>$file; done",
      () => inVenv("another"),
      false,
      [/^would restart: files of .*; makes a Python environment; sets aside \/opt\/myapp\/runtimes\/\w+$/],
    ],
    [
      "of a Python environment that was deleted",
      "rm -r /opt/myapp/runtimes/*",
      () => inVenv("another"),
      false,
      [/^would restart: files of .*; makes a Python environment$/],
    ],
    [
      "of packages that are missing",
      "",
      () => ({ ...inVenv("another"), runtime: { python: { requirements: [] }, packages: ["jq", "procps"] } }),
      false,
      [/^would not touch what runs: .*; installs jq$/],
    ],
  ])("%s", async (_, harm, given, told, expected) => {
    await atRest(host);
    if (harm !== "") await sh(harm);
    if (told) await service.refresh();
    const { said, changes, unknown } = await holds(given());
    const lines = said.map((line) => line.replace("information: ", ""));
    expect(lines).toHaveLength(expected.length);
    for (const [index, line] of expected.entries()) {
      if (typeof line === "string") expect(lines[index]).toBe(line);
      else expect(lines[index]).toMatch(line);
    }
    // The plan that `up` made, and followed.
    const line = lines.at(-1) ?? "";
    const done = changes.filter((change) => !change.startsWith("set aside: "));
    if (line.startsWith("would not touch")) {
      expect(done).toEqual([]);
      expect(unknown).toEqual([]);
    } else {
      expect(line.startsWith(`would ${done[0]}`)).toBe(true);
      expect(unknown).toContain("invocationId");
    }
    const aside = changes
      .filter((change) => change.startsWith("set aside: "))
      .map((change) => change.split(" ")[2]);
    expect(/sets aside (.*)$/.exec(line)?.[1]?.split(", ") ?? []).toEqual(aside);
  });

  it("of a version made by hand is the refusal, or the take-over", async () => {
    const hand = deployerOf(host, "hand");
    const file = "/etc/systemd/system/hand.service";
    await sh(
      `printf '[Service]\\nExecStart=sleep infinity\\n' >${file}; systemctl daemon-reload; systemctl start hand`,
    );
    const refused = await hand.preview(appInputs());
    expect(refused.said).toEqual([
      `warning: \`pulumi up\` would fail: ${(await hand.upFails(appInputs())).message}`,
    ]);
    const { said, changes } = await holds(appInputs({}, { adopt: true }), hand);
    const line = "restart: hand.service was made by hand and is taken over";
    expect(said).toEqual([`information: would ${line}; sets aside ${file}`]);
    expect(changes).toEqual([
      line,
      expect.stringContaining(`set aside: ${file} is now /opt/hand/set-aside/`),
    ]);
  });

  it("after a failed release that was kept in place is the way back to the old one", async () => {
    const given = inputs();
    await service.up(given);
    const bad = {
      source: source(notifyApp({ mark: "kept" })),
      onFailure: "keep",
      readiness: { minHealthyTime: "0", watchdogPing: false, timeout: "2s", probe: ["/bin/false"] },
    };
    await service.upFails(inputs(bad));
    const { said, changes } = await holds(given);
    expect(said).toEqual(["information: would restart: a release that was never committed is running"]);
    expect(said).toEqual([`information: would ${changes[0]}`]);
  });

  it("beside another deployment says that its plan may be overtaken", async () => {
    await atRest(host);
    expect(await sh("systemd-run --quiet --unit=pulumi-systemd-myapp sleep infinity 2>&1")).toBe("");
    onTestFinished(async () => void (await sh("systemctl stop pulumi-systemd-myapp")));
    const { said } = await service.preview(inputs());
    expect(said[0]).toMatch(/^warning: .* is under way here; what it leaves may be another plan$/);
    expect(said[1]).toMatch(/^information: would not touch what runs/);
  });

  it("of a host that speaks against it warns of all that `up` then refuses for", async () => {
    const given = inputs(
      { createUser: false, directory: "/nowhere/myapp" },
      { user: "nobody-here", group: "none-here" },
    );
    const before = await closeLook(host);
    const { said, outputs } = await service.preview(given);
    expect(snapshotDiff(before, await closeLook(host))).toEqual([]);
    const { message } = await service.upFails(given);
    expect(said).toEqual([`warning: \`pulumi up\` would fail: ${message}`]);
    expect(message).toContain("user nobody-here does not exist");
    expect(message).toContain("/nowhere does not exist");
    expect(outputs.status).toBe(Unknown.value);
  });

  it("of another deployment's service warns whose it is", async () => {
    const stranger = deployerOf(host, "stranger");
    const { said } = await stranger.preview(inputs({ name: "myapp" }));
    expect(said.join()).toContain(
      "myapp.service is managed by urn:pulumi:dev::tests::systemd:index:Service::myapp",
    );
  });

  it.each([
    ["silent", "no answer within 5 s"],
    ["reset", "connection refused"],
  ] as const)("of a host whose network is %s says so, soon, and goes on", async (network, why) => {
    // The CLI's preview has a plugin of its own, with no login of an earlier `up`.
    endIdleConnections();
    await host.network(network);
    onTestFinished(async () => {
      await host.network("up");
    });
    const began = performance.now();
    const { said, outputs } = await service.preview(
      inputs({ connection: connectionTo(host, { perDialTimeout: 0, dialErrorLimit: -1 }) }),
    );
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(said).toEqual([expect.stringContaining("warning: what would happen is not known: ")]);
    expect(said[0]).toContain(why);
    expect(outputs).toMatchObject({ status: Unknown.value, hostKey: service.state?.outputs.hostKey });
  });

  it("of what is not known yet asks nobody, and says what is missing", async () => {
    await host.network("silent");
    onTestFinished(async () => {
      await host.network("up");
    });
    const fresh = deployerOf(host, "fresh");
    const { said, outputs } = await fresh.preview({
      ...appInputs(),
      connection: { ...connectionTo(host), host: Unknown.value },
      unit: { execStart: ["/usr/bin/python3", "app.py"], user: "myapp", environment: { DB: Unknown.value } },
    });
    expect(said).toEqual([
      "information: not known yet: connection.host, unit.environment.DB; so the host was not asked what would happen",
    ]);
    expect(outputs.unitPath).toBe("/etc/systemd/system/fresh.service");
    expect(outputs.hostKey).toBe(Unknown.value);
  });

  it("of a first deployment whose answer was lost says that it is taken over", async () => {
    const again = deployerOf(host);
    const { said, outputs } = await again.preview(inputs());
    expect(said.join("\n")).toMatch(/warning: .*had been deployed by this very resource before/);
    expect(outputs.systemdVersion).toBe(service.state?.outputs.systemdVersion);
  });
});

describe.sequential.each([
  ["no Python at all", "none", "python3, python3-venv"],
  ["Python, but not its venv module", "without-venv", "python3-venv"],
] as const)("a preview on a host with %s", (_, python, installed) => {
  it("names what is installed", async () => {
    const hosts = await startHosts({ python });
    onTestFinished(async () => await hosts.stop());
    const [host] = hosts.hosts as [TestHost];
    const service = deployerOf(host);
    // What logind and sshd make with the first login of all.
    await service.preview(inVenv());
    const isInstalled = async () =>
      (await host.run("dpkg --status python3-venv")).stdout.includes(" ok installed");
    expect(await isInstalled()).toBe(false);
    const { said, changes } = await foreseen(host, service, inVenv());
    expect(said).toEqual([
      `information: would ${changes[0]}; makes user myapp; makes a Python environment; installs ${installed}`,
    ]);
    expect(await isInstalled()).toBe(true);
  });
});
