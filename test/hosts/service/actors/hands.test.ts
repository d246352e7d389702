import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../../tools/hosts/testHost";
import { poll } from "../../../../tools/process/poll";
import { appInputs, type Deployer, deployerOf } from "../deployer";
import { meanwhile, SOAK } from "./meanwhile";

const UNIT_FILE = "/etc/systemd/system/myapp.service";
const PREVIOUS_RUNS = "The previous release";

/** Someone with root's rights works on the unit while it is being judged. */
describe.each(["bullseye", "trixie"] as const)("other hands on the unit, on %s", (release) => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  let mark = 0;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const show = (property: string) => sh(`systemctl show -P ${property} myapp.service`);
  const bySudo = (command: string) => sh(`runuser -u deploy -- sudo ${command}`);
  /** A release like none before it, soaked for long enough to be interfered with. */
  const next = (overrides = {}, behaviour = {}) =>
    appInputs(
      { mark: `${++mark}`, startSeconds: 0.1, ...behaviour },
      { readiness: { minHealthyTime: "2s", watchdogPing: false }, ...overrides },
      { watchdog: "10s" },
    );

  beforeAll(async () => {
    hosts = await startHosts({ release });
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
    await service.up(next());
  });
  afterAll(() => hosts?.stop());

  it("a restart by hand is borne: what comes up is judged anew, and the row's reader is told", async () => {
    const { outputs, message, rows } = await meanwhile(service, next(), SOAK, () =>
      bySudo("systemctl restart myapp"),
    );
    expect(message).toBe("");
    expect(rows.join("\n")).toMatch(/warning: .*somebody else restarted myapp\.service/);
    expect(rows.filter((row) => SOAK.test(row))).toHaveLength(2);
    expect(outputs?.status).toBe("active (running)");
    expect(await show("InvocationID")).toBe(outputs?.invocationId);
  });

  it("a restart by hand excuses no crash", async () => {
    const { message } = await meanwhile(service, next({}, { does: "crash when ready" }), SOAK, () =>
      bySudo("systemctl restart myapp"),
    );
    expect(message).toMatch(/exited with status 3/);
    expect(message).toContain(PREVIOUS_RUNS);
  });

  it.each([
    ["systemctl stop myapp", "was stopped from outside", "deploy ran `sudo systemctl stop myapp`"],
    ["systemctl kill myapp.service", "was killed from outside", "`sudo systemctl kill myapp.service`"],
    ["systemctl kill -s KILL myapp", "was killed by SIGKILL", "`sudo systemctl kill -s KILL myapp`"],
  ])("`sudo %s` is a failure that names who it was", async (command, did, who) => {
    const { message } = await meanwhile(service, next(), SOAK, () => bySudo(command));
    expect(message).toContain(did);
    expect(message).toContain(who);
    expect(message).toContain(PREVIOUS_RUNS);
    expect(await show("ActiveState")).toBe("active");
  });

  // What follows has nothing to do with systemd's version.
  if (release !== "trixie") return;

  it("restarts without end are a failure that names who it is", async () => {
    let restarting = true;
    const { message } = await meanwhile(service, next(), SOAK, async () => {
      while (restarting && (await show("FragmentPath")).startsWith("/run/")) {
        await bySudo("systemctl restart myapp");
        await new Promise((resolve) => setTimeout(resolve, 900));
      }
      restarting = false;
    });
    expect(message).toContain("restarted from outside again and again");
    expect(message).toContain("deploy ran `sudo systemctl restart myapp`");
    expect(message).toContain(PREVIOUS_RUNS);
  });

  it("a stop by root himself is told as one of which nobody knows", async () => {
    const { message } = await meanwhile(service, next(), SOAK, () => sh("systemctl stop myapp"));
    expect(message).toContain("was stopped from outside");
    expect(message).toContain("cannot be told");
  });

  it("a drop-in that comes in the soak is kept, is no failure, and is named by the next refresh", async () => {
    const { message } = await meanwhile(service, next(), SOAK, () =>
      sh(
        `mkdir -p ${UNIT_FILE}.d && printf '[Service]\\nNice=5\\n' > ${UNIT_FILE}.d/override.conf && systemctl daemon-reload`,
      ),
    );
    expect(message).toBe("");
    await poll(async () => (await show("FragmentPath")) === UNIT_FILE || undefined, {
      waitingFor: "the reload after the commit",
      deadlineMs: 10_000,
    });
    expect(await sh(`cat ${UNIT_FILE}.d/override.conf`)).toContain("Nice=5");
    expect(JSON.stringify((await service.refresh())?.drift)).toContain("override.conf");
    await sh(`rm -r ${UNIT_FILE}.d && systemctl daemon-reload`);
  });

  it.each([
    ["before the trial", /verifying the unit/],
    ["in the soak", SOAK],
  ])("an edit of the unit file %s is not lost: the commit does not come to pass", async (_, moment) => {
    await service.up(next());
    const { message } = await meanwhile(service, next(), moment, () =>
      bySudo(`sed -i 's/^\\[Service\\]/[Service]\\nNice=7/' ${UNIT_FILE}`),
    );
    expect(message).toContain("had been changed by somebody else meanwhile");
    expect(message).toContain("deploy ran `sudo sed -i");
    expect(await sh(`grep Nice ${UNIT_FILE}`)).toBe("Nice=7");
    expect([await show("ActiveState"), await show("FragmentPath")]).toEqual(["active", UNIT_FILE]);
    expect(message).toMatch(/ host The unit as its file is now runs: myapp\.service is active/);
  });
});
