import { afterEach, describe, expect, it } from "vitest";
import { PAUSE_VARIABLE } from "../../../../provider/resources/service/applyRequest";
import { poll } from "../../../../tools/process/poll";
import { appInputs } from "../deployer";
import { DIRECTORY, driftingHost, inputs, UNIT_FILE } from "./driftingHost";

const DROP_IN_DIRS = [
  "/etc/systemd/system.control",
  "/run/systemd/system.control",
  "/etc/systemd/system",
  "/run/systemd/system",
].map((directory) => `${directory}/myapp.service.d`);
const [IN_ETC_CONTROL, IN_RUN_CONTROL, IN_ETC, IN_RUN] = DROP_IN_DIRS as [string, string, string, string];

function dropIn(path: string, nice: number): string {
  return `mkdir -p ${path.slice(0, path.lastIndexOf("/"))}; printf '[Service]\\nNice=${nice}\\n' >${path}; systemctl daemon-reload`;
}

describe.sequential("what others put in the service's place", () => {
  const at = driftingHost();
  const { sh, drift } = at;
  const nice = () => sh("ps -o ni= -p $(systemctl show -P MainPID myapp.service)");
  const dropIns = () => sh("systemctl show -P DropInPaths myapp.service");
  const setAside = () => sh("cd /opt/myapp/set-aside 2>/dev/null && find . ! -type d | cut -d/ -f3- | sort");
  const other = (mark: string) => ({
    ...inputs(),
    source: appInputs({ mark }).source ?? null,
  });
  /** Runs `up` until the agent waits at `place`, and does `meanwhile` there. */
  const interrupted = async (place: string, given = inputs(), meanwhile: () => Promise<unknown>) => {
    process.env[PAUSE_VARIABLE] = place;
    const outcome = at.service.up(given).catch((error: Error) => error);
    await poll(async () => (await sh("cat /run/pulumi-systemd/myapp/*/paused")) || undefined, {
      waitingFor: `the agent to come to ${place}`,
      deadlineMs: 30_000,
    });
    delete process.env[PAUSE_VARIABLE];
    await meanwhile();
    return await outcome;
  };

  afterEach(async () => {
    delete process.env[PAUSE_VARIABLE];
    await sh(`rm -rf /opt/myapp/set-aside ${DROP_IN_DIRS.join(" ")}; systemctl daemon-reload`);
    await drift();
    if ((await at.service.changes(inputs())).length > 0) await at.service.up(inputs());
    expect(await drift()).toBeUndefined();
    expect(await sh("ls -d /run/pulumi-systemd/myapp/hidden /run/systemd/system.control/* 2>/dev/null")).toBe(
      "",
    );
  });

  it("drop-ins in every place go, and the row says where to", async () => {
    for (const [index, directory] of DROP_IN_DIRS.entries())
      await sh(dropIn(`${directory}/x.conf`, index + 1));
    await sh(dropIn(`${IN_ETC}/y.conf`, 9));
    const paths = [
      `${IN_ETC_CONTROL}/x.conf`,
      `${IN_RUN_CONTROL}/x.conf`,
      `${IN_ETC}/x.conf`,
      `${IN_ETC}/y.conf`,
      `${IN_RUN}/x.conf`,
    ];
    expect(await drift()).toEqual([`Drop-ins made by hand change myapp.service: ${paths.join(", ")}.`]);
    const before = await at.invocation();
    const { changes } = await at.service.up(inputs());
    expect(changes).toEqual([
      "restart: drop-ins made by hand are moved out of the way",
      ...paths.map((path) =>
        expect.stringMatching(`^set aside: ${path} is now /opt/myapp/set-aside/\\S+${path}$`),
      ),
    ]);
    expect(await at.invocation()).not.toBe(before);
    expect(await nice()).toBe("0");
    expect(await dropIns()).toBe("");
    expect(await sh(`cat /opt/myapp/set-aside/*${IN_ETC}/y.conf`)).toBe("[Service]\nNice=9");
    expect(await sh("stat -c %a /opt/myapp/set-aside")).toBe("700");
    expect((await setAside()).split("\n")).toHaveLength(5);
    expect(await drift()).toBeUndefined();
  });

  it("a drop-in that systemd finds fault with does not stand in the way of its own removal", async () => {
    await sh(`mkdir -p ${IN_ETC}; printf '[Service]\\nNoSuchThing=1\\n' >${IN_ETC}/broken.conf`);
    await drift();
    await at.service.up(inputs());
    expect(await setAside()).toBe("etc/systemd/system/myapp.service.d/broken.conf");
  });

  it("drop-ins stay in force with the old release when the new one fails its trial", async () => {
    for (const [index, directory] of DROP_IN_DIRS.entries())
      await sh(dropIn(`${directory}/${index}.conf`, index + 1));
    await sh("systemctl restart myapp.service");
    expect(await nice()).toBe("4");
    const before = await dropIns();
    await drift();
    const failing = { ...inputs(), source: appInputs({ does: "exit" }).source ?? null };
    expect((await at.service.upFails(failing)).message).toContain("previous release");
    expect(await nice()).toBe("4");
    expect(await dropIns()).toBe(before);
    expect(await setAside()).toBe("");
    // The state still knows of them: the repaired program needs no other refresh.
    await at.service.up(inputs());
    expect(await nice()).toBe("0");
    expect((await setAside()).split("\n")).toHaveLength(4);
  });

  it("drop-ins are back when the agent is killed while it judges", async () => {
    for (const directory of DROP_IN_DIRS) await sh(dropIn(`${directory}/x.conf`, 7));
    await drift();
    const outcome = await interrupted("judge:started", other("killed"), () =>
      sh("systemctl kill --signal=SIGKILL pulumi-systemd-myapp.service"),
    );
    expect(outcome).toBeInstanceOf(Error);
    expect(await nice()).toBe("7");
    for (const directory of DROP_IN_DIRS) expect(await sh(`cat ${directory}/x.conf`)).toContain("Nice=7");
    expect(await setAside()).toBe("");
  });

  it("drop-ins are moved by whoever finds the commit done", async () => {
    for (const directory of DROP_IN_DIRS) await sh(dropIn(`${directory}/x.conf`, 7));
    await drift();
    await interrupted("commit:renamed", other("killed"), () =>
      sh("systemctl kill --signal=SIGKILL pulumi-systemd-myapp.service"),
    );
    expect(await nice()).toBe("0");
    expect(await dropIns()).toBe("");
    expect((await setAside()).split("\n")).toHaveLength(4);
  });

  it("drop-ins of an interrupted trial are in force after a power cut, as the old release is", async () => {
    await sh(dropIn(`${IN_ETC_CONTROL}/x.conf`, 6));
    await sh(dropIn(`${IN_ETC}/y.conf`, 7));
    await drift();
    await interrupted("judge:started", other("cut"), () => at.host.reboot("hard"));
    expect(await nice()).toBe("7");
    expect(await sh("systemctl is-active myapp.service")).toBe("active");
    await at.service.up(inputs());
    expect(await nice()).toBe("0");
  });

  it("of which no refresh has told stay as they are, and are spoken of", async () => {
    await sh(dropIn(`${IN_ETC}/late.conf`, 5));
    at.service.rows.length = 0;
    const { changes } = await at.service.up(other("unseen"));
    expect(changes).toEqual(["restart: the release changed"]);
    expect(await nice()).toBe("5");
    const said = at.service.rows.filter((row) => row.startsWith("warning"));
    expect(said).toEqual([expect.stringContaining(`${IN_ETC}/late.conf`)]);
    expect(said[0]).toContain("left alone, since no refresh has named it");
    expect(await drift()).toEqual([`Drop-ins made by hand change myapp.service: ${IN_ETC}/late.conf.`]);
    await at.service.up(other("unseen"));
    expect(await nice()).toBe("0");
  });

  it("is no file added to a release that is replaced: it stays there, and goes with it", async () => {
    await sh("echo data >$RELEASE/app/cache.db");
    const file = await sh("echo $RELEASE/app/cache.db");
    at.service.rows.length = 0;
    await at.service.up(other("next"));
    expect(at.service.rows.filter((row) => row.startsWith("warning"))).toEqual([]);
    expect(await drift()).toBeUndefined();
    expect(await sh(`cat ${file}; rm ${file}`)).toBe("data");
  });

  it("files are moved with all that is in them; what Python makes itself is nobody's doing", async () => {
    await sh(
      "cd $RELEASE/app; mkdir -p data/deep __pycache__; echo 1 >data/deep/a; echo 2 >data/b; echo 3 >top; : >__pycache__/app.cpython-311.pyc; : >old.pyc",
    );
    expect(await drift()).toEqual([expect.stringMatching(/was changed by hand: added: data, top\.$/)]);
    const { changes } = await at.service.up(inputs());
    expect((changes as string[])[0]).toBe("restart: files of the release had been changed on the host");
    expect(await sh("cat /opt/myapp/set-aside/*$RELEASE/app/data/deep/a; ls $RELEASE/app")).toBe(
      "1\n__pycache__\napp.py\nold.pyc",
    );
  });

  it("a directory in place of the link is kept whole", async () => {
    await sh(`rm ${DIRECTORY}; mkdir ${DIRECTORY}; echo kept >${DIRECTORY}/file`);
    await drift();
    const before = await at.invocation();
    await at.service.up(inputs());
    expect(await at.invocation()).toBe(before);
    expect(await sh(`cat /opt/myapp/set-aside/*${DIRECTORY}/file`)).toBe("kept");
  });

  it("a directory in place of the link is refused when no refresh has named it", async () => {
    await sh(`rm ${DIRECTORY}; mkdir ${DIRECTORY}`);
    const message = (await at.service.upFails(inputs({ revisionHistoryLimit: 4 }))).message.replace(
      /\s+/g,
      " ",
    );
    expect(message).toContain(`mv ${DIRECTORY} ${DIRECTORY}.by-hand`);
  });

  it("a mask is refused when no refresh has named it, with the command", async () => {
    await sh(`ln -sfn /dev/null ${UNIT_FILE}; systemctl daemon-reload`);
    const message = (await at.service.upFails(inputs({ revisionHistoryLimit: 4 }))).message;
    expect(message).toContain("systemctl unmask myapp.service");
    expect(await sh(`readlink ${UNIT_FILE}`)).toBe("/dev/null");
  });
});
