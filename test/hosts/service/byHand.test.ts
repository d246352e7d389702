import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { settled, traces } from "../agent/leftovers";
import { COMMAND, guideShows, type HandScene, handScene, timeless } from "./handScene";
import { inTerminal } from "./terminal";

describe.sequential("the command for people on a host", () => {
  let scene: HandScene;
  beforeAll(async () => {
    scene = await handScene();
  });
  afterAll(async () => await scene?.stop());

  const sh = (command: string) => scene.sh(command);
  const rollBack = (to = "") => inTerminal(scene.host, `sudo ${COMMAND} rollback ${to}`.trim());
  const file = async (path: string) => {
    await sh(`touch ${path}`);
    onTestFinished(async () => void (await sh(`rm -f ${path}`)));
  };

  it("is not there after a first deployment that failed, nor is anything else", async () => {
    await file("/etc/myapp.broken-first");
    await scene.service.upFails(scene.inputs("first"));
    await settled(scene.host, "myapp");
    expect((await traces(scene.host, "myapp")).replace("/run/pulumi-systemd/myapp", "")).toBe("");
  });

  it("refuses a rollback where there is nothing before", async () => {
    await scene.up("one");
    expect(await rollBack()).toEqual({
      shown: `myapp.service stays as it is: there is no release before the one that runs (${COMMAND} history).\n`,
      code: 1,
    });
  });

  it("is laid with each commit, with the agent that it needs and no other, for root alone to change", async () => {
    await scene.up("two");
    await file("/etc/myapp.broken-three");
    await scene.service.upFails(scene.inputs("three"));
    await settled(scene.host, "myapp");
    expect(await sh(`stat -c '%U:%G %a' ${COMMAND} /opt/myapp/history /opt/myapp/state`)).toBe(
      "root:root 755\nroot:root 644\nroot:root 644",
    );
    expect(await sh("ls /opt/myapp/agent | wc -l; ls /opt/myapp")).toBe(
      "1\nagent\nhistory\npulumi-systemd\nreleases\nruntimes\nstate",
    );
    expect(await sh("find /opt/myapp/agent ! -user root -o ! -group root -o -perm /022")).toBe("");
  });

  it("tells what runs, to anybody", async () => {
    const asRoot = await inTerminal(scene.host, `sudo ${COMMAND} status`);
    expect(asRoot.code).toBe(0);
    expect(timeless(asRoot.shown)).toBe(guideShows(`${COMMAND} status`));
    expect(await inTerminal(scene.host, `${COMMAND} status`, "guest")).toEqual(asRoot);
    expect(timeless(await sh(`${COMMAND} --help`))).toBe(guideShows(`${COMMAND} --help`));
  });

  it("tells what happened, newest first, and what can be put back", async () => {
    const { shown, code } = await inTerminal(scene.host, `${COMMAND} history`, "guest");
    expect(code).toBe(0);
    expect(timeless(shown)).toBe(guideShows(`${COMMAND} history`));
    expect(shown).toMatch(new RegExp(`\\* .* ${scene.short("two")} .*\\n  > .* ${scene.short("one")} `));
  });

  it("puts the release before back, watched and told", async () => {
    const { shown, code } = await rollBack();
    expect(code).toBe(0);
    expect(timeless(shown)).toBe(guideShows(`sudo ${COMMAND} rollback`));
    expect(await scene.running()).toBe("one");
    expect(await sh("readlink /usr/local/bin/myapp")).toBe(`/opt/myapp/releases/${scene.release("one")}/app`);
    expect(await sh(`${COMMAND} status`)).toMatch(
      new RegExp(`release +${scene.short("one")}, put back by hand by deploy on `),
    );
  });

  it("does nothing to what Pulumi thinks until it looks", async () => {
    expect(await scene.service.changes(scene.inputs("two"))).toEqual([]);
  });

  it("is seen by a refresh, which says who put what back, and shown by the next preview", async () => {
    const outputs = await scene.service.refresh();
    expect(outputs?.drift).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Release ${scene.short("one")} runs, put back by hand by deploy on .* UTC, where ${scene.short("two")} was`,
        ),
      ),
    ]);
    expect(outputs?.releaseDigest).toBe(scene.release("one"));
    expect(await scene.service.changes(scene.inputs("two"))).toEqual(["delete drift"]);
    expect(await scene.running()).toBe("one");
  });

  it("is replaced by a deployment of something new, which says so", async () => {
    scene.service.rows.length = 0;
    await scene.up("four");
    expect(scene.service.rows).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^warning: .*release ${scene.release("one")} was put back by hand by deploy on .*; this deployment replaces it$`,
        ),
      ),
    );
    expect((await scene.service.refresh())?.drift).toBeUndefined();
    expect(await sh(`${COMMAND} status`)).toContain(`${scene.short("four")}, deployed by Pulumi on `);
  });

  it("is nothing to speak of when somebody went back and forth: what Pulumi had deployed runs", async () => {
    for (const to of ["two", "four"]) expect((await rollBack(scene.short(to))).code).toBe(0);
    expect(await sh(`${COMMAND} status`)).toContain(`${scene.short("four")}, put back by hand by deploy on `);
    scene.service.rows.length = 0;
    await scene.up("five");
    expect(scene.service.rows.filter((row) => row.startsWith("warning"))).toEqual([]);
    await scene.up("four");
  });

  it.each<[what: string, harm: string, to: () => string, said: () => string]>([
    ["without root", "true", () => "", () => "a rollback takes root"],
    ["to what is no name", "true", () => "'../two'", () => "'../two' is no name of a release"],
    ["to what isn't there", "true", () => "ffff00", () => "no release on disk begins with ffff00"],
    [
      "to what runs already",
      "true",
      () => scene.short("four"),
      () => `release ${scene.short("four")} runs already since `,
    ],
    [
      "to what more than one is called",
      "mkdir /opt/myapp/releases/0000a /opt/myapp/releases/0000b",
      () => "0000",
      () => "more than one release begins with 0000: 0000a, 0000b",
    ],
    ["to what is half there", "true", () => "0000a", () => "release 0000a is no longer on disk"],
    [
      "to what was never ready",
      "touch /opt/myapp/releases/0000a/complete",
      () => "0000a",
      () => "release 0000a was never ready on this host",
    ],
    [
      "to what is damaged",
      "cd /opt/myapp/releases; rm -r 0000?; for app in */app/app.py; do chmod 600 $app; done",
      () => scene.short("two"),
      () => `release ${scene.short("two")} is damaged: `,
    ],
    [
      "where the link's place was taken",
      "rm /usr/local/bin/myapp; mkdir /usr/local/bin/myapp; touch /usr/local/bin/myapp/precious",
      () => scene.short("two"),
      () => "/usr/local/bin/myapp was made by hand",
    ],
  ])("refuses a rollback %s, and touches nothing", async (what, harm, to, said) => {
    await sh(harm);
    const before = await sh("systemctl show -P InvocationID myapp.service; cat /opt/myapp/state");
    const sudo = what === "without root" ? "" : "sudo ";
    const { shown, code } = await inTerminal(scene.host, `${sudo}${COMMAND} rollback ${to()}`);
    expect(shown).toContain("myapp.service stays as it is: ");
    expect(shown).toContain(said());
    expect(code).toBe(1);
    expect(await sh("systemctl show -P InvocationID myapp.service; cat /opt/myapp/state")).toBe(before);
    const current = `/opt/myapp/releases/${scene.release("four")}/app`;
    await sh(
      `chmod 644 /opt/myapp/releases/*/app/app.py; rm -r /usr/local/bin/myapp; ln -s ${current} /usr/local/bin/myapp`,
    );
  });

  it("to a release that fails brings back what ran, and shows the reason in the release's own words", async () => {
    await file("/etc/myapp.broken-two");
    const { shown, code } = await rollBack(scene.short("two"));
    expect(code).toBe(1);
    expect(timeless(shown)).toBe(guideShows(`sudo ${COMMAND} rollback RELEASE`));
    expect(await scene.running()).toBe("four");
    expect(await sh("systemctl is-active myapp.service")).toBe("active");
    expect(await sh(`${COMMAND} history`)).toContain(
      `${scene.short("two")}  deploy, by hand               undone: its process exited`,
    );
    expect((await scene.service.refresh())?.drift).toBeUndefined();
  });

  it.each(["bash --posix", "busybox sh"])("does the same in %s", async (shell) => {
    const input = readFileSync("/usr/bin/busybox");
    await scene.host.run("cat >/usr/local/bin/busybox; chmod 755 /usr/local/bin/busybox", { input });
    const run = (verb: string) =>
      sh(`${shell} $(sed -n "s/.* '\\(.*main.sh\\)'.*/\\1/p" ${COMMAND}) myapp myapp.service ${verb}`);
    for (const verb of ["status", "history", "--help"])
      expect(await run(verb)).toBe(await sh(`${COMMAND} ${verb}`));
    const before = await scene.running();
    expect(await run("rollback")).toContain("ready after ");
    expect(await scene.running()).not.toBe(before);
  });

  it("says what is wrong with a service that is down, changed or gone, and exits as systemctl does", async () => {
    const status = async () => {
      const { stdout, code } = await scene.host.run(`${COMMAND} status`);
      return { code, stdout };
    };
    await sh("echo >>/etc/systemd/system/myapp.service; rm /usr/local/bin/myapp; systemctl stop myapp");
    const down = await status();
    expect(down.code).toBe(3);
    expect(down.stdout).toContain("myapp.service is inactive (dead) since ");
    expect(down.stdout).toContain("/etc/systemd/system/myapp.service was changed by hand");
    expect(down.stdout).toContain("/usr/local/bin/myapp is gone");
    await sh("rm /etc/systemd/system/myapp.service; systemctl daemon-reload");
    const gone = await status();
    expect(gone.code).toBe(4);
    expect(gone.stdout).toContain("/etc/systemd/system/myapp.service is gone");
    await scene.up("two");
    expect((await status()).code).toBe(0);
  });

  it("goes with the service", async () => {
    await scene.service.destroy();
    await settled(scene.host, "myapp");
    expect(await traces(scene.host, "myapp")).toBe("");
  });
});
