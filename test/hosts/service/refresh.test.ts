import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, connectionTo, type Deployer, deployerOf } from "./deployer";
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

  it.each<[what: string, harm: string, named: RegExp]>([
    [
      "a file edited",
      "echo '# by hand' >>$RELEASE/app/app.py",
      /^Files of release \w{12} were changed by hand: app\.py\.$/,
    ],
    ["a file's mode changed", "chmod 0666 $RELEASE/app/app.py", /were changed by hand: app\.py\.$/],
    ["a file removed", "rm $RELEASE/app/app.py", /were changed by hand: app\.py\.$/],
    ["the release deleted", "rm -r $RELEASE", /^The files of release \w{12} are gone\.$/],
    [
      "the unit file edited",
      `sed -i s/^Restart=.*/Restart=no/ ${UNIT_FILE}`,
      /^\/etc\/systemd\/system\/myapp\.service was changed by hand\.$/,
    ],
    ["the unit file removed", `rm ${UNIT_FILE}`, /^\/etc\/systemd\/system\/myapp\.service is gone\.$/],
    [
      "the service disabled",
      "systemctl disable myapp.service",
      /^myapp\.service is disabled: it would not start at boot\.$/,
    ],
    [
      "the service stopped",
      "systemctl stop myapp.service",
      /^myapp\.service is not running: inactive \(dead\)\.$/,
    ],
    ["the link removed", `rm ${DIRECTORY}`, /^The link \/usr\/local\/bin\/myapp is gone\.$/],
    [
      "the link moved to another release",
      `mkdir -p /opt/myapp/releases/other/app; ln -sfn /opt/myapp/releases/other/app ${DIRECTORY}`,
      /^The link \/usr\/local\/bin\/myapp leads to \/opt\/myapp\/releases\/other\/app\.$/,
    ],
  ])("names %s, and the next up repairs it", async (_, harm, named) => {
    await sh(harm);
    expect(await drift()).toContainEqual(expect.stringMatching(named));
    expect(await service.changes(inputs())).toEqual(["delete drift"]);
    expect((await service.up(inputs())).drift).toBeUndefined();
    expect(await drift()).toBeUndefined();
    expect(service.state?.outputs.status).toBe("active (running)");
    expect(await sh("systemctl is-enabled myapp.service")).toBe("enabled");
    expect(await sh(`cat ${DIRECTORY}/app.py`)).toBe(notifyApp().trim());
    expect(await sh("readlink /proc/$(systemctl show -P MainPID myapp.service)/cwd")).toBe(
      await sh("echo $RELEASE/app"),
    );
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

  it("says nothing of a file added to the release, and no up removes it: the service itself may have written it", async () => {
    await sh("echo data >$RELEASE/app/cache.db");
    expect(await drift()).toBeUndefined();
    await service.up({ ...inputs(), revisionHistoryLimit: 4 });
    expect(await sh("cat $RELEASE/app/cache.db; rm $RELEASE/app/cache.db")).toBe("data");
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

  it("names a drop-in made by hand; the next up leaves it, for it is the host's administrator's word", async () => {
    const dropIn = `${UNIT_FILE}.d/nice.conf`;
    await sh(`mkdir ${UNIT_FILE}.d; printf '[Service]\\nNice=5\\n' >${dropIn}; systemctl daemon-reload`);
    onTestFinished(async () => void (await sh(`rm -r ${UNIT_FILE}.d; systemctl daemon-reload`)));
    const named = [`Drop-ins change myapp.service: ${dropIn}.`];
    expect(await drift()).toEqual(named);
    const before = await invocation();
    await service.up(inputs());
    expect(await invocation()).toBe(before);
    expect(await drift()).toEqual(named);
  });

  it("names a link that leads elsewhere; the next up leaves it, and says how to have it back", async () => {
    await sh(`ln -sfn /etc ${DIRECTORY}`);
    onTestFinished(async () => {
      await sh(`rm -f ${DIRECTORY}*`);
      await service.up(inputs());
    });
    expect(await drift()).toEqual([`The link ${DIRECTORY} leads to /etc.`]);
    const message = (await service.upFails(inputs())).message.replace(/\s+/g, " ");
    expect(message).toContain(`${DIRECTORY} is a link to /etc`);
    expect(message).toContain(`mv ${DIRECTORY} ${DIRECTORY}.by-hand`);
    expect(await sh(`readlink ${DIRECTORY}`)).toBe("/etc");
  });

  it("writes nothing on the host, whatever it finds", async () => {
    // logind's own record of who is logged in is the only thing a login may change.
    const files =
      "find /opt /etc /usr/local /var/lib/systemd /run/systemd /run/pulumi-systemd* -path '/run/systemd/[su]*s/*' -prune -o -printf '%p %y %m %U:%G %s %i %T@ %l\\n' | grep -v '^/run/systemd/[su]' | sort";
    const reloads = "journalctl -q --no-pager -o cat _PID=1 | grep -ci -e reload -e reexec";
    const look = async () => [await sh(files), await sh(reloads), await invocation()];
    const before = await look();
    expect(before[0]).toContain(`${UNIT_FILE} f 644 0:0`);
    expect(await drift()).toBeUndefined();
    expect(await drift()).toBeUndefined();
    expect(await look()).toEqual(before);

    await sh(
      `rm $RELEASE/app/app.py ${DIRECTORY}; echo '# by hand' >>${UNIT_FILE}; systemctl stop myapp.service`,
    );
    const harmed = await look();
    expect(harmed).not.toEqual(before);
    expect(await drift()).toHaveLength(4);
    expect(await look()).toEqual(harmed);
    await service.up(inputs());
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
