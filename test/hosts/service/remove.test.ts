import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { settled } from "../agent/leftovers";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import { changedNames, hostSnapshot, snapshotDiff } from "./hostSnapshot";

const DIRECTORY = "/usr/local/bin/myapp";
const UNIT_FILE = "/etc/systemd/system/myapp.service";

/** A service that is up at once; nothing of it is in the way of an end but what a test puts there. */
function inputs(overrides: ValueMap = {}, unit: ValueMap = {}): ValueMap {
  return appInputs(
    { startSeconds: 0 },
    { directory: DIRECTORY, readiness: { minHealthyTime: "0s", watchdogPing: false }, ...overrides },
    { watchdog: "1min", wantedBy: ["multi-user.target", "myapp.target"], ...unit },
  );
}

describe.sequential("deleting a service", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  /** The host before anything was ever deployed to it, but with the user that deployments run as. */
  let untouched: string[];
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const read = (text: string) => text.replace(/\s+/g, " ");
  /** The agent tidies up once it has told its end. */
  const settledSnapshot = async () => {
    await settled(host, "myapp");
    return await hostSnapshot(host);
  };
  const left = async () => snapshotDiff(untouched, await settledSnapshot());
  const warnings = () => service.rows.filter((row) => row.startsWith("warning: "));
  const refusal = async () => {
    const outcome = await service.destroy().catch((error: unknown) => error);
    return outcome instanceof Error ? read(outcome.message) : expect.fail("it was deleted");
  };

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(async () => await hosts?.stop());

  it("takes away all that was put there, and nothing else", async () => {
    const before = await hostSnapshot(host);
    service = deployerOf(host);
    await service.up(inputs({ runtime: { python: { requirements: [] } } }, { stateDirectory: ["myapp"] }));
    await service.up(inputs({}, { stateDirectory: ["myapp"] }));
    await service.destroy();
    expect(warnings()).toEqual([]);
    expect(changedNames(before, await settledSnapshot())).toEqual(
      // What docs/removing.md says that stays: the user that was made, and what the service wrote.
      ["group", "gshadow", "passwd", "shadow"]
        .flatMap((file) => [`/etc/${file}`, `/etc/${file}-`])
        .concat("/var/lib/myapp")
        .sort(),
    );
    await sh("rmdir /var/lib/myapp");
    untouched = await hostSnapshot(host);
  });

  describe("of which something is gone already", () => {
    beforeEach(async () => {
      service = deployerOf(host);
      await service.up(inputs());
    });

    it.each([
      ["its unit", `rm ${UNIT_FILE}`],
      ["its unit, which systemd noticed", `rm ${UNIT_FILE}; systemctl daemon-reload`],
      ["its content of the unit, as a full disk leaves it", `: >${UNIT_FILE}; systemctl daemon-reload`],
      ["its link", `rm ${DIRECTORY}`],
      ["its releases", "rm -r /opt/myapp/releases"],
      ["its record", "rm /opt/myapp/state"],
      ["its record and its unit", `rm /opt/myapp/state ${UNIT_FILE}; systemctl daemon-reload`],
      ["everything in /opt", "rm -r /opt/myapp"],
      ["everything but the process", `rm -r /opt/myapp ${UNIT_FILE}; systemctl daemon-reload`],
      ["the links of its [Install]", "systemctl disable myapp.service"],
      ["its process", "systemctl kill --signal=KILL myapp.service; systemctl stop myapp.service"],
      ["everything", `systemctl disable --now myapp.service; rm -r /opt/myapp ${UNIT_FILE} ${DIRECTORY}`],
    ])("%s: takes the rest", async (_, harm) => {
      await sh(harm);
      await service.destroy();
      expect(await left()).toEqual([]);
      expect(warnings()).toEqual([]);
    });
  });

  it("twice is fine", async () => {
    service = deployerOf(host);
    await service.up(inputs());
    const { state } = service;
    await service.destroy();
    service.state = state;
    await service.destroy();
    expect(await left()).toEqual([]);
  });

  it("that failed and restarts leaves nothing of its failure", async () => {
    service = deployerOf(host);
    await service.up(inputs({}, { restart: "always", restartSec: "1h" }));
    await sh("systemctl kill --signal=KILL --kill-who=main myapp.service");
    await service.destroy();
    expect(await left()).toEqual([]);
  });

  it("takes the directories along that cleanOnDelete names, and no other", async () => {
    service = deployerOf(host);
    const unit = { stateDirectory: ["myapp"], directives: { Service: { CacheDirectory: "myapp" } } };
    await service.up(inputs({ cleanOnDelete: ["state", "logs"] }, unit));
    await sh("echo data | tee /var/lib/myapp/file /var/cache/myapp/file");
    // systemd must know the unit to know its directories.
    await sh(`rm ${UNIT_FILE}; systemctl daemon-reload`);
    await service.destroy();
    expect(changedNames(untouched, await settledSnapshot())).toEqual([
      "/var/cache/myapp",
      "/var/cache/myapp/file",
    ]);
    await sh("rm -r /var/cache/myapp");
  });

  it.each([
    [
      "stays: drop-ins",
      `mkdir ${UNIT_FILE}.d; printf '[Service]\\nNice=5\\n' >${UNIT_FILE}.d/nice.conf`,
      `${UNIT_FILE}.d`,
      `${UNIT_FILE}.d, drop-ins`,
    ],
    [
      "stays: a mask",
      `mv ${UNIT_FILE} /root/; systemctl mask myapp.service`,
      `${UNIT_FILE} /root/myapp.service`,
      `${UNIT_FILE}, a link to /dev/null`,
    ],
    [
      "is set aside: what became of the unit",
      `echo '# by hand' >>${UNIT_FILE}`,
      "/opt/myapp",
      "/opt/myapp/set-aside, what was set aside",
    ],
  ])("what others made %s, and it says so", async (_, harm, left, said) => {
    service = deployerOf(host);
    await service.up(inputs());
    await sh(`${harm}; systemctl daemon-reload`);
    await service.destroy();
    expect(warnings()).toEqual([expect.stringContaining(said)]);
    const paths = left.split(" ");
    const strays = changedNames(untouched, await settledSnapshot()).filter(
      (name) =>
        name !== "myapp.service" && !paths.some((path) => name === path || name.startsWith(`${path}/`)),
    );
    expect(strays).toEqual([]);
    expect(await sh(`ls -d ${left}`)).toBe(paths.join("\n"));
    expect(await sh("systemctl is-active myapp.service")).toBe("inactive");
    await sh(`rm -r ${left}; systemctl daemon-reload`);
  });

  it("leaves a unit of this name alone that another one wrote since", async () => {
    service = deployerOf(host);
    await service.up(inputs());
    await sh(
      `systemctl disable --now myapp.service; rm -r /opt/myapp ${UNIT_FILE};
       printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >${UNIT_FILE}; systemctl daemon-reload; systemctl start myapp.service`,
    );
    await service.destroy();
    expect(await sh(`systemctl is-active myapp.service; ls -d /opt/myapp ${DIRECTORY}`)).toBe("active");
    await sh(`systemctl stop myapp.service; rm ${UNIT_FILE}; systemctl daemon-reload`);
    expect(await left()).toEqual([]);
  });

  describe("that does not stop when it is told to", () => {
    const stubborn = (timeoutStop: string) =>
      inputs(
        {},
        {
          execStart: ["/bin/sh", "-c", `trap '' TERM; systemd-notify --ready; while :; do sleep 0.2; done`],
          notifyAccess: "all",
          timeoutStop,
        },
      );

    it("waits as long as its TimeoutStopSec= says, and no longer", async () => {
      service = deployerOf(host);
      await service.up(stubborn("2s"));
      await service.destroy();
      expect(await left()).toEqual([]);
    });

    it("is finished by the host if its agent is killed", async () => {
      service = deployerOf(host);
      await service.up(stubborn("3s"));
      const { state } = service;
      const destroyed = service.destroy().catch((error: unknown) => error);
      await expect
        .poll(() => sh("systemctl show -P ActiveState myapp.service"), { timeout: 60_000 })
        .toBe("deactivating");
      await sh("systemctl kill --signal=KILL pulumi-systemd-myapp.service");
      await destroyed;
      await expect.poll(left, { timeout: 60_000 }).toEqual([]);
      service.state = state;
      await service.destroy();
    });

    it("is left to stop when it is cancelled, and the next one takes the rest", async () => {
      service = deployerOf(host);
      await service.up(stubborn("infinity"));
      const controller = new AbortController();
      const destroyed = service.destroy(controller.signal).catch((error: Error) => read(error.message));
      await expect.poll(() => service.rows.at(-1), { timeout: 60_000 }).toBe("stopping");
      controller.abort();
      expect(await destroyed).toMatch(
        /was not removed: that was cancelled\. .*goes on stopping.*Run the same command again/,
      );
      await sh("systemctl kill --signal=KILL myapp.service");
      await service.destroy();
      expect(await left()).toEqual([]);
    });
  });

  it("waits for a deployment that is under way", async () => {
    service = deployerOf(host);
    await service.up(inputs());
    const { state } = service;
    const changing = service.up(appInputs({ startSeconds: 3 }));
    await expect
      .poll(() => sh("cat /run/pulumi-systemd/myapp/*/phase 2>/dev/null"), { timeout: 60_000 })
      .toContain("judge");
    const other = deployerOf(host);
    other.state = state;
    await other.destroy();
    await changing;
    expect(other.rows).toContainEqual(expect.stringMatching(/^waiting for another deployment of this unit/));
    expect(await left()).toEqual([]);
  });

  it("on a host that can't be reached says how to have it forgotten, and keeps it", async () => {
    service = deployerOf(host);
    await service.up(inputs());
    await host.network("reset");
    onTestFinished(() => host.network("up"));
    const told = await refusal();
    expect(told).toContain("connection refused");
    expect(told).toContain("myapp.service was not removed, so Pulumi keeps it in its state.");
    expect(told).toContain("pulumi state delete 'urn:pulumi:dev::tests::systemd:index:Service::myapp'");
    expect(service.state).toBeDefined();
  });
});
