import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../../tools/hosts/testHost";
import { poll } from "../../../../tools/process/poll";
import { appInputs, type Deployer, deployerOf } from "../deployer";
import { meanwhile } from "./meanwhile";

let hosts: TestHosts;
let host: TestHost;
let service: Deployer;
let mark = 0;
const sh = async (command: string) => (await host.run(command)).stdout.trim();
const next = (behaviour = {}, unit = {}) =>
  appInputs({ mark: `${++mark}`, ...behaviour }, { readiness: { minHealthyTime: "1s" } }, unit);

beforeAll(async () => {
  hosts = await startHosts({ release: "trixie" });
  [host] = hosts.hosts as [TestHost];
  service = deployerOf(host);
  await service.up(next());
});
afterAll(() => hosts?.stop());

/** As after an upgrade of systemd or of any package with a unit, only without end. */
describe.each([
  ["daemon-reload", 0.4],
  // It is away for up to a second each time.
  ["daemon-reexec", 2],
])("systemctl %s, again and again", (verb, pauseSeconds) => {
  beforeAll(() =>
    sh(`systemd-run --quiet --unit=busy sh -c 'while :; do systemctl ${verb}; sleep ${pauseSeconds}; done'`),
  );
  afterAll(async () => {
    await poll(async () => ((await host.run("systemctl stop busy")).code === 0 ? true : undefined), {
      waitingFor: "the loop to end",
      deadlineMs: 30_000,
    });
  });

  it("turns a good release into no failure", async () => {
    expect((await service.up(next())).status).toBe("active (running)");
  });

  it("is no reason to restart what runs already", async () => {
    const before = service.state?.outputs.invocationId;
    expect((await service.up(appInputs({ mark: `${mark}` }))).invocationId).toBe(before);
  });

  it.each([
    ["crashes", { does: "exit" }, {}, /exited with status 1/],
    ["crashes when it is up", { does: "crash when ready" }, {}, /exited with status 3/],
    ["never says READY=1", { does: "never ready" }, { timeoutStart: "4s" }, /did not send READY=1/],
  ])("hides nothing of one that %s", async (_, behaviour, unit, words) => {
    const runs = service.state?.outputs.releaseDigest;
    const { message } = await service.upFails(next(behaviour, unit));
    expect(message).toMatch(words);
    expect(service.state?.outputs).toMatchObject({ status: "active (running)", releaseDigest: runs });
  });
});

/** systemd 254 and later: user space goes down and up again, and /run stays. */
describe("a soft-reboot in the middle of the trial", () => {
  it("boots what was committed, and leaves no lock", async () => {
    const runs = (await service.up(next())).releaseDigest;
    await meanwhile(service, next({ startSeconds: 60 }, { timeoutStart: "90s" }), /warming up/, async () => {
      await sh("systemctl soft-reboot");
    });
    await poll(async () => (await sh("systemctl is-active myapp ssh")) === "active\nactive" || undefined, {
      waitingFor: "the committed release to come up",
      deadlineMs: 60_000,
    });
    expect((await service.refresh())?.releaseDigest).toBe(runs);
    expect(await sh("systemctl show -P FragmentPath myapp; ls /run/systemd/system.control")).toBe(
      "/etc/systemd/system/myapp.service",
    );
    expect((await service.up(next())).status).toBe("active (running)");
  });
});
