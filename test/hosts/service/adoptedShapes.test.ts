import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import type { Behaviour } from "./notifyApp";
import {
  DIRECTORY,
  followTutorial,
  forgetBoth,
  installSdnotify,
  typed,
  UNIT,
  UNIT_FILE,
} from "./tutorialByHand";

const SET_ASIDE = "/opt/myapp_notify/set-aside";
const WANTS = `/etc/systemd/system/multi-user.target.wants/${UNIT}`;
const FAILS = { does: "exit" } as const;
const BACK = "The version made by hand runs again";

const wanted = (behaviour: Behaviour = {}, overrides: ValueMap = {}, unit: ValueMap = {}) =>
  appInputs(
    behaviour,
    {
      directory: DIRECTORY,
      adopt: true,
      readiness: { minHealthyTime: "0s", watchdogPing: false },
      ...overrides,
    },
    unit,
  );

/** What people make of a unit and a directory, each failed over once and then taken over. */
describe.sequential("a version made by hand", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const show = async (property: string) => await sh(`systemctl show -P ${property} ${UNIT}`);
  const unwrapped = ({ message }: Error) => message.replace(/\s+/g, " ");
  const warnings = () => service.rows.filter((row) => row.startsWith("warning: ")).join("\n");

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    await installSdnotify(host);
  });
  afterAll(async () => await hosts?.stop());
  beforeEach(async () => {
    await forgetBoth(host);
    service = deployerOf(host, "myapp_notify");
  });

  it("whose unit is linked from its directory", async () => {
    const linked = `${DIRECTORY}/${UNIT}`;
    await followTutorial(host, {
      inTheEnd: `mv ${UNIT_FILE} ${linked}; systemctl daemon-reload; systemctl enable ${linked}; systemctl start ${UNIT}`,
    });
    expect(unwrapped(await service.upFails(wanted(FAILS)))).toContain(BACK);
    expect(await sh(`readlink ${UNIT_FILE} ${WANTS}`)).toBe(`${linked}\n${linked}`);
    await service.up(wanted());
    await expect.poll(() => sh(`readlink ${WANTS}`), { timeout: 10_000 }).toBe(UNIT_FILE);
    expect(await sh(`readlink ${UNIT_FILE}; systemctl is-enabled ${UNIT}`)).toBe("enabled");
    expect(await sh(`readlink ${SET_ASIDE}/*${UNIT_FILE}; ls ${SET_ASIDE}/*${DIRECTORY}`)).toBe(
      `${linked}\napp_notify.py\n${UNIT}`,
    );
    expect((await service.refresh())?.drift).toBeUndefined();
  });

  it("with a drop-in, that another target wants", async () => {
    const dropIn = `${UNIT_FILE}.d/override.conf`;
    const wants = `/etc/systemd/system/graphical.target.wants/${UNIT}`;
    await followTutorial(host, {
      inTheEnd: `sed -i s/multi-user/graphical/ ${UNIT_FILE}
        mkdir ${UNIT_FILE}.d; printf '[Service]\nNice=5\n' >${dropIn}
        systemctl daemon-reload; systemctl enable --now ${UNIT}`,
    });
    expect(unwrapped(await service.upFails(wanted(FAILS)))).toContain(BACK);
    expect(await show("Nice")).toBe("5");
    expect(await sh(`ls ${dropIn} ${wants} ${WANTS}`)).toBe(`${wants}\n${dropIn}`);
    await service.up(wanted());
    expect(await show("Nice")).toBe("0");
    expect(warnings()).toContain(`${dropIn} is now ${SET_ASIDE}/`);
    await expect.poll(() => sh(`ls ${dropIn} ${wants} ${WANTS}`), { timeout: 10_000 }).toBe(WANTS);
    expect((await service.refresh())?.drift).toBeUndefined();
  });

  it("with its data in a directory on another file system, where a move would be a copy", async () => {
    const directory = "/srv/disk/myapp_notify";
    await typed(host, "mkdir /srv/disk; mount -t tmpfs -o mode=0755 tmpfs /srv/disk");
    onTestFinished(async () => void (await host.run("umount -l /srv/disk; rmdir /srv/disk")));
    await followTutorial(host, { directory });
    await typed(host, `echo orders >${directory}/data.db; echo started >${directory}/app.log`);
    expect(unwrapped(await service.upFails(wanted(FAILS, { directory })))).toContain(BACK);
    expect(await sh(`ls ${directory}`)).toBe("app.log\napp_notify.py\ndata.db");
    const { releaseDigest } = await service.up(wanted({}, { directory }));
    expect(await sh(`readlink ${directory}`)).toBe(`/opt/myapp_notify/releases/${releaseDigest}/app`);
    const place = await sh(`ls -d ${directory}.set-aside-*`);
    expect(await sh(`cat ${place}/data.db ${place}/app.log`)).toBe("orders\nstarted");
    expect(warnings()).toContain(`${directory} is now ${place}`);
  });

  it("in a directory that only its user can read", async () => {
    await followTutorial(host, {
      inTheEnd: `chown -R deploy ${DIRECTORY}; chmod 0700 ${DIRECTORY}; systemctl enable --now ${UNIT}`,
    });
    await typed(host, `runuser -u deploy -- sh -c 'echo orders >${DIRECTORY}/data.db'`);
    expect(unwrapped(await service.upFails(wanted(FAILS)))).toContain(BACK);
    await service.up(wanted());
    expect(await sh(`ps -o user= -p $(systemctl show -P MainPID ${UNIT})`)).toBe("myapp");
    expect(
      await sh(`stat -c '%a %U' ${SET_ASIDE}/*${DIRECTORY}; cat ${SET_ASIDE}/*${DIRECTORY}/data.db`),
    ).toBe("700 deploy\norders");
  });

  it("that is neither running nor enabled, with a link for a directory", async () => {
    await followTutorial(host, {
      inTheEnd: `mv ${DIRECTORY} /srv/elsewhere; ln -s /srv/elsewhere ${DIRECTORY}`,
    });
    onTestFinished(async () => void (await host.run("rm -r /srv/elsewhere")));
    expect(unwrapped(await service.upFails(wanted(FAILS)))).toContain("is as it was found, inactive (dead)");
    expect(await sh(`systemctl is-active ${UNIT}; systemctl is-enabled ${UNIT}; readlink ${DIRECTORY}`)).toBe(
      "inactive\ndisabled\n/srv/elsewhere",
    );
    await service.up(wanted());
    expect(await sh(`systemctl is-active ${UNIT}; systemctl is-enabled ${UNIT}`)).toBe("active\nenabled");
    expect(await sh(`readlink ${SET_ASIDE}/*${DIRECTORY}; ls /srv/elsewhere`)).toBe(
      "/srv/elsewhere\napp_notify.py",
    );
  });

  it("that comes back when the commit fails, with the links that it had and no copy of it anywhere", async () => {
    await followTutorial(host, {
      inTheEnd: `systemctl add-wants graphical.target ${UNIT}; systemctl start ${UNIT}`,
    });
    await typed(host, "printf '[Service]\nExecStart=/bin/true\n' >/etc/systemd/system/taken.service");
    onTestFinished(async () => void (await host.run("rm /etc/systemd/system/taken.service")));
    const links = `find /etc/systemd/system -name ${UNIT} -printf '%p %l\n' | sort`;
    const before = await sh(links);
    const install = {
      wantedBy: [],
      directives: { Install: { WantedBy: "graphical.target multi-user.target", Alias: "taken.service" } },
    };
    const message = unwrapped(await service.upFails(wanted({}, {}, install)));
    expect(message).toContain("was ready, but could not be made permanent");
    expect(message).toContain(BACK);
    expect(await sh(links)).toBe(before);
    expect(await sh("ls -d /opt/myapp_notify")).toBe("");
  });

  it("that a failed release keeps its place from (onFailure: keep), and has it again when that is destroyed", async () => {
    await followTutorial(host);
    await service.upFails(
      wanted(
        { does: "ready without pings" },
        { onFailure: "keep", readiness: { timeout: "2s", watchdogPing: true } },
      ),
    );
    expect(await show("FragmentPath")).toBe(`/run/systemd/system.control/${UNIT}`);
    await service.destroy();
    expect(await show("FragmentPath")).toBe(UNIT_FILE);
    expect(await sh(`systemctl is-active ${UNIT}; ls ${DIRECTORY}; ls -d /opt/myapp_notify`)).toBe(
      "active\napp_notify.py",
    );
  });
});
