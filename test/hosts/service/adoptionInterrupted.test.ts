import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { PAUSE_VARIABLE } from "../../../provider/resources/service/applyRequest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { PLACES_OF_ADOPTION } from "../../../tools/matrix/places";
import { poll } from "../../../tools/process/poll";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import { DIRECTORY, followTutorial, forgetBoth, installSdnotify, UNIT, UNIT_FILE } from "./tutorialByHand";

const SET_ASIDE = "/opt/myapp_notify/set-aside";
/** Set: at all of these places, which takes minutes; else only where an adoption writes more than any deployment does. */
const isThorough = process.env.PULUMI_SYSTEMD_EVERY_PLACE !== undefined;
const BEFORE_THE_RENAME = [
  "trial",
  "commit",
  "commit:text",
  "commit:criteria",
  "commit:unit-room",
  "commit:unit-kept",
  "commit:links",
];
const AFTER_THE_RENAME = [
  "commit:renamed",
  "commit:aside-room",
  "commit:aside",
  "commit:link-made",
  "commit:link",
  "commit:trial-removed",
  "commit:suspicion-removed",
  "commit:record-written",
  "commit:recorded",
];
const SAMPLE: readonly string[] = [...PLACES_OF_ADOPTION, "commit:renamed"];
const CASES = [
  ...BEFORE_THE_RENAME.map((place) => [place, "by hand"] as const),
  ...AFTER_THE_RENAME.map((place) => [place, "ours"] as const),
].filter(([place]) => isThorough || SAMPLE.includes(place));

const wanted = () =>
  appInputs(
    {},
    { directory: DIRECTORY, adopt: true, readiness: { minHealthyTime: "0s", watchdogPing: false } },
  );

describe.sequential("an adoption that is cut short", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  /** Whose process is the unit's: "by hand" or "ours"; or what the unit is instead of running. */
  const running = async () => {
    const state = await sh(`systemctl show -P ActiveState ${UNIT}`);
    if (state !== "active") return state;
    const command = await sh(`tr '\\0' ' ' </proc/$(systemctl show -P MainPID ${UNIT})/cmdline`);
    return command.includes(`${DIRECTORY}/app_notify.py`) ? "by hand" : "ours";
  };

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    await installSdnotify(host);
  });
  afterAll(async () => await hosts?.stop());
  beforeEach(async () => {
    await forgetBoth(host);
    await followTutorial(host);
    service = deployerOf(host, "myapp_notify");
  });

  /** An `up` that comes to `place`, where `fault` happens to it. */
  async function cutAt(place: string, fault: () => Promise<unknown>): Promise<void> {
    vi.stubEnv(PAUSE_VARIABLE, place);
    onTestFinished(() => void vi.unstubAllEnvs());
    const deployment = service.up(wanted()).catch(() => undefined);
    await poll(async () => ((await sh("cat /run/pulumi-systemd/*/*/paused")) === place ? true : undefined), {
      waitingFor: `the agent to pause at ${place}`,
      deadlineMs: 60_000,
    });
    vi.unstubAllEnvs();
    await fault();
    await deployment;
  }

  /** The next `up` gets there, and nothing of what was made by hand is lost. */
  async function expectTakenOver(): Promise<void> {
    const { status, releaseDigest } = await service.up(wanted());
    expect(status).toBe("active (running)");
    expect(await running()).toBe("ours");
    expect(await sh(`readlink ${DIRECTORY}`)).toBe(`/opt/myapp_notify/releases/${releaseDigest}/app`);
    expect(await sh(`sort -u ${SET_ASIDE}/*${UNIT_FILE} | grep Description`)).toBe(
      "Description=MyApp Notify Service",
    );
    expect(await sh(`ls ${SET_ASIDE}/*${DIRECTORY}`)).toBe("app_notify.py");
    const leftovers = `ls -A /opt/myapp_notify/.incoming /run/systemd/system.control; ls -d ${DIRECTORY}.* /etc/systemd/system/.my*`;
    await expect.poll(() => sh(leftovers), { timeout: 15_000 }).not.toMatch(/my/);
    const units = "systemctl list-units --all --plain --no-legend 'pulumi-systemd*'";
    await expect.poll(() => sh(units), { timeout: 15_000 }).toBe("");
    expect((await service.refresh())?.drift).toBeUndefined();
  }

  it.each(CASES)(
    "at %s by the death of the agent leaves this version running: %s",
    async (place, version) => {
      await cutAt(place, () => host.run("systemctl kill -s KILL pulumi-systemd-myapp_notify.service"));
      await expect.poll(running, { timeout: 30_000 }).toBe(version);
      await expectTakenOver();
    },
  );

  it.each(CASES)("at %s by a power cut boots this version: %s", async (place, version) => {
    await cutAt(place, () => host.reboot("hard"));
    await expect.poll(running, { timeout: 30_000 }).toBe(version);
    await expectTakenOver();
  });
});
