import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
  WITH_COMMENTS,
} from "./tutorialByHand";

const SET_ASIDE = "/opt/myapp_notify/set-aside";

const wanted = (behaviour: Behaviour = {}, overrides: ValueMap = {}, unit: ValueMap = {}) =>
  appInputs(behaviour, { directory: DIRECTORY, adopt: true, ...overrides }, unit);
const NEVER_READY = { does: "exit" } as const;
/** As it reads when the terminal is wide enough. */
const unwrapped = ({ message }: Error) => message.replace(/\s+/g, " ");

describe.sequential("a host where the tutorial was followed by hand", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const show = async (property: string) => await sh(`systemctl show -P ${property} ${UNIT}`);
  /** All that the tutorial's reader made, with owners, modes and times. */
  const madeByHand = async () =>
    await sh(
      `find ${DIRECTORY} ${UNIT_FILE} /etc/systemd/system/*.wants/${UNIT} -printf '%p %M %u %s %T@ %l\\n'; cat ${DIRECTORY}/* ${UNIT_FILE}`,
    );

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host, "myapp_notify");
    await installSdnotify(host);
    await followTutorial(host, { startSeconds: 10 });
  });
  afterAll(async () => await hosts?.stop());

  it("is refused by default, with everything that stands in the way and both ways out", async () => {
    const before = [await madeByHand(), await show("InvocationID")];
    const inputs = wanted({}, { adopt: false, createUser: false }, { user: "nobody-here" });
    const message = unwrapped(await service.upFails(inputs));
    expect(message).toContain(
      `${UNIT_FILE} was made by hand; set \`adopt: true\` to have it taken over, or make room for the deployment: \`systemctl disable --now ${UNIT}; mv ${UNIT_FILE} ${UNIT_FILE}.by-hand\``,
    );
    expect(message).toContain(`${DIRECTORY} was made by hand; set \`adopt: true\``);
    expect(message).toContain(`\`mv ${DIRECTORY} ${DIRECTORY}.by-hand\``);
    expect(message).toContain("user nobody-here does not exist");
    expect(message).toContain("Nothing on the host was touched.");
    expect([await madeByHand(), await show("InvocationID")]).toEqual(before);
    expect(await sh("ls -d /opt/myapp_notify")).toBe("");
    expect(service.state).toBeUndefined();
  });

  it("has its own version again when the first release fails, and is told so", async () => {
    const before = await madeByHand();
    const running = await show("InvocationID");
    const message = unwrapped(await service.upFails(wanted(NEVER_READY)));
    expect(message).toContain("exited with status 1 before it sent READY=1");
    expect(message).toContain("cannot open the database");
    expect(message).toContain(
      "The version made by hand runs again; its unit and its files were never touched.",
    );
    expect(await madeByHand()).toBe(before);
    expect(await show("ActiveState")).toBe("active");
    expect(await show("InvocationID")).not.toBe(running);
    expect(await show("FragmentPath")).toBe(UNIT_FILE);
    expect(await sh("ls -d /opt/myapp_notify /run/systemd/system.control/myapp*")).toBe("");
    expect(service.state).toBeUndefined();
  });

  it("is taken over by leave, and what was displaced is named", async () => {
    const [program, unit] = [await sh(`cat ${DIRECTORY}/app_notify.py`), await sh(`cat ${UNIT_FILE}`)];
    service.rows.length = 0;
    const outputs = await service.up(wanted());
    const kept = await sh(`ls -d ${SET_ASIDE}/*`);
    const displaced = [UNIT_FILE, DIRECTORY].map((path) => `${path} is now ${kept}${path}`);
    expect(outputs).toMatchObject({
      status: "active (running)",
      changes: [
        `restart: ${UNIT} was made by hand and is taken over`,
        ...displaced.map((aside) => `set aside: ${aside}`),
      ],
    });
    const warnings = service.rows.filter((row) => row.startsWith("warning: "));
    expect(warnings).toEqual(
      displaced.map((aside) => expect.stringMatching(`: made by hand, and kept: ${aside}$`)),
    );
    expect(await sh(`cat ${kept}${UNIT_FILE}`)).toBe(unit);
    expect(await sh(`cat ${kept}${DIRECTORY}/app_notify.py`)).toBe(program);
    expect(await sh(`readlink ${DIRECTORY}`)).toBe(`/opt/myapp_notify/releases/${outputs.releaseDigest}/app`);
    expect(await sh(`systemctl is-enabled ${UNIT}`)).toBe("enabled");
    expect((await service.refresh())?.drift).toBeUndefined();
  });

  it("is left alone afterwards, whether `adopt` stays or goes", async () => {
    const running = await show("InvocationID");
    expect(await service.changes(wanted())).toEqual([]);
    expect(await service.changes(wanted({}, { adopt: undefined as never }))).toEqual([]);
    await service.up(wanted());
    expect(await show("InvocationID")).toBe(running);
    expect(await sh(`ls ${SET_ASIDE} | wc -l`)).toBe("1");
  });

  it("is nobody else's, whatever leave another stack gives itself", async () => {
    const running = await show("InvocationID");
    const other = deployerOf(host, "other");
    const message = unwrapped(await other.upFails(wanted({}, { name: "myapp_notify" })));
    expect(message).toContain(
      `${UNIT} is managed by urn:pulumi:dev::tests::systemd:index:Service::myapp_notify`,
    );
    expect(await show("InvocationID")).toBe(running);
  });

  it("does not have its version back when the service is destroyed, but two commands bring it back", async () => {
    await service.destroy();
    expect(await show("LoadState")).toBe("not-found");
    expect(await sh(`ls -A /opt/myapp_notify; ls -d ${DIRECTORY} ${UNIT_FILE}`)).toBe("set-aside");
    await typed(
      host,
      `cd ${SET_ASIDE}/*
       mv usr/local/bin/myapp_notify /usr/local/bin/ && mv etc/systemd/system/${UNIT} /etc/systemd/system/
       systemctl enable --now ${UNIT}`,
    );
    expect(await show("ActiveState")).toBe("active");
  });

  it("whose reader pasted the comments, too, is left as it was found by a release that fails", async () => {
    await reset({ unit: WITH_COMMENTS });
    await expect.poll(() => show("Result"), { timeout: 20_000 }).toBe("exit-code");
    const before = await madeByHand();
    const message = unwrapped(await service.upFails(wanted(NEVER_READY)));
    expect(message).toContain("The version made by hand is as it was found, inactive (dead)");
    expect(await madeByHand()).toBe(before);
    expect(await show("ActiveState")).toBe("inactive");
    await service.up(wanted());
    expect(await show("ActiveState")).toBe("active");
  });

  /** The host as the tutorial leaves it, whatever was there. */
  async function reset(options: Parameters<typeof followTutorial>[1] = {}): Promise<void> {
    await service.destroy();
    await forgetBoth(host);
    await followTutorial(host, options);
  }
});
