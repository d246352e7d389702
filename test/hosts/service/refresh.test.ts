import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { closeLook } from "./closeLook";
import { appInputs, connectionTo, type Deployer, deployerOf } from "./deployer";
import { snapshotDiff } from "./hostSnapshot";
import { notifyApp } from "./notifyApp";

const DIRECTORY = "/usr/local/bin/myapp";
const UNIT_FILE = "/etc/systemd/system/myapp.service";

describe.sequential("a refresh", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const inputs = () => appInputs({}, { directory: DIRECTORY });
  /** In a command, `$RELEASE` is where the deployed release is. */
  const sh = async (command: string) => {
    const release = `/opt/myapp/releases/${service.state?.outputs.releaseDigest}`;
    return (await host.run(`RELEASE=${release}\n${command}`)).stdout.trim();
  };
  const invocation = () => sh("systemctl show -P InvocationID myapp.service");
  const drift = async () => (await service.refresh())?.drift as string[] | undefined;
  const look = () => closeLook(host);

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
    await service.up(inputs());
  });
  afterAll(async () => await hosts?.stop());

  const withLibrary = new Archive(undefined, {
    assets: {
      "app.py": new Asset(undefined, { text: notifyApp({ imports: ["library"] }) }),
      "library.py": new Asset(undefined, { text: "" }),
    },
  });

  it.each<[string, () => ValueMap]>([
    ["without a directory", () => appInputs()],
    [
      "in a virtual environment",
      () =>
        appInputs({}, { runtime: { python: { requirements: [] } } }, { execStart: ["python3", "app.py"] }),
    ],
    [
      "running as root, which leaves its bytecode beside the files",
      () => ({ ...appInputs({}, { createUser: false, source: withLibrary }, { user: "root" }) }),
    ],
    ["with a directory", inputs],
  ])("finds no drift in what was just deployed: %s", async (_, deployed) => {
    await service.up(deployed());
    expect(await drift()).toBeUndefined();
    expect(await service.changes(deployed())).toEqual([]);
  });

  it.each([
    ["disabled", "systemctl disable myapp.service"],
    ["without its link", `rm ${DIRECTORY}`],
  ])("of a service that was found %s costs no restart when it is repaired", async (_, harm) => {
    const before = await invocation();
    await sh(harm);
    expect(await drift()).toHaveLength(1);
    await service.up(inputs());
    expect(await drift()).toBeUndefined();
    expect(await invocation()).toBe(before);
  });

  it("names several things at once", async () => {
    await sh(
      `echo '# by hand' >>$RELEASE/app/app.py; rm ${DIRECTORY}; systemctl disable --now myapp.service`,
    );
    expect(await drift()).toEqual([
      expect.stringMatching(/app\.py/),
      expect.stringMatching(/link/),
      expect.stringMatching(/disabled/),
      expect.stringMatching(/not running/),
    ]);
    expect(service.state?.outputs).toMatchObject({ status: "inactive (dead)", activeSince: "" });
    expect(service.state?.outputs).not.toHaveProperty("readyAfter");
    await service.up(inputs());
    expect(await drift()).toBeUndefined();
    expect(service.state?.outputs.readyAfter).toBeGreaterThan(0.2);
  });

  it("writes nothing on the host, whatever it finds", async () => {
    // What logind and sshd make with the first login of all.
    await drift();
    const before = await look();
    expect(before).toContainEqual(expect.stringContaining(`${UNIT_FILE} f 644 0:0`));
    expect(before).toContainEqual(expect.stringMatching(/^Reloading/));
    expect(await drift()).toBeUndefined();
    expect(await drift()).toBeUndefined();
    expect(snapshotDiff(before, await look())).toEqual([]);

    await sh(
      `rm $RELEASE/app/app.py ${DIRECTORY}; mkdir ${DIRECTORY} ${UNIT_FILE}.d; echo >$RELEASE/app/added; echo '# by hand' | tee -a ${UNIT_FILE} >${UNIT_FILE}.d/x.conf; systemctl stop myapp.service`,
    );
    const harmed = await look();
    expect(snapshotDiff(before, harmed)).not.toEqual([]);
    expect(await drift()).toHaveLength(6);
    expect(snapshotDiff(harmed, await look())).toEqual([]);
    await service.up(inputs());
    expect(await drift()).toBeUndefined();
  });

  it.each(["silent", "reset"] as const)(
    "of a host whose network is %s is an error: nothing is gone",
    async (network) => {
      await service.up({
        ...inputs(),
        connection: connectionTo(host, { dialErrorLimit: 0, perDialTimeout: 1 }),
      });
      const { state } = service;
      await host.network(network);
      onTestFinished(async () => {
        await host.network("up");
      });
      await expect(service.refresh()).rejects.toThrow(
        network === "silent" ? "no answer within 1 s" : "connection refused",
      );
      expect(service.state).toBe(state);
    },
  );

  it("of a host from which everything was removed by hand finds it gone, and the next up deploys anew", async () => {
    await sh(
      `systemctl disable --now myapp.service; rm -r /opt/myapp ${UNIT_FILE} ${DIRECTORY}; systemctl daemon-reload`,
    );
    expect(await service.refresh()).toBeUndefined();
    expect(service.state).toBeUndefined();
    await service.up(inputs());
    expect(await drift()).toBeUndefined();
  });
});
