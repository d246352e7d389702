import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { poll } from "../../../tools/process/poll";
import { settled } from "../agent/leftovers";
import { COMMAND, type HandScene, handScene } from "./handScene";
import { inTerminal, type Terminal, terminalOn } from "./terminal";

/** "one" is there to go back to, "two" runs, and a start takes three seconds. */
describe.sequential("a rollback by hand", () => {
  let scene: HandScene;
  beforeAll(async () => {
    scene = await handScene();
    await scene.up("one");
    await scene.up("two");
  });
  afterAll(async () => await scene?.stop());

  beforeEach(async () => {
    if ((await scene.running()) !== "two") await scene.up("two");
    await settled(scene.host, "myapp");
    await scene.sh("touch /etc/myapp.slow");
  });
  afterEach(async () => {
    await scene.sh("rm /etc/myapp.slow");
    await settled(scene.host, "myapp");
    const processes = "pgrep -x tail; pgrep -f 'byHand/main.[s]h'";
    await expect.poll(() => scene.sh(processes), { timeout: 10_000 }).toBe("");
  });

  const rollBack = (to = scene.short("one")) => terminalOn(scene.host, `sudo ${COMMAND} rollback ${to}`);
  const comesTo = async (mark: string) => {
    await poll(
      async () => ((await history()).split("\n")[3]?.includes(scene.short(mark)) ? true : undefined),
      {
        waitingFor: `the rollback to ${mark} to be recorded`,
        deadlineMs: 60_000,
        explain: history,
      },
    );
    expect(await scene.running()).toBe(mark);
  };
  const history = () => scene.sh(`${COMMAND} history`);

  it.each<[what: string, harm: (terminal: Terminal) => unknown]>([
    ["the terminal is closed", (terminal) => terminal.close()],
    ["the command is killed", () => scene.sh("kill -9 $(pgrep -f 'byHand/main.[s]h' | head -n 1)")],
    [
      "Ctrl-C is pressed twice",
      async (terminal) => {
        // The second one comes when the release has been ready, and nothing can be cancelled any more.
        await terminal.shows("names this release from now on");
        terminal.type("\u0003\u0003");
      },
    ],
  ])("goes on to its end when %s", async (_, harm) => {
    const terminal = rollBack();
    await terminal.shows("activating (start)");
    await harm(terminal);
    await terminal.ended;
    await comesTo("one");
    expect((await history()).split("\n")[3]).toMatch(/deploy, by hand +ready, committed/);
  });

  it("is cancelled by Ctrl-C, and what ran comes back", async () => {
    const terminal = rollBack();
    await terminal.shows("activating (start)");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(1);
    expect(terminal.shown()).toContain("Cancelling; a second Ctrl-C leaves it to itself");
    expect(terminal.shown()).toContain(`Release ${scene.short("one")} was undone: cancelled.`);
    expect(terminal.shown()).toMatch(new RegExp(`myapp.service is active .* release ${scene.short("two")}`));
    expect(await scene.running()).toBe("two");
  });

  it("waits for a deployment, says whose it is, and touches nothing when that one brought something new", async () => {
    const deployment = scene.up("three");
    await expect.poll(() => scene.service.rows.at(-1), { timeout: 60_000 }).toBe("activating (start)");
    const terminal = rollBack();
    await terminal.shows("waiting for transaction ");
    expect(terminal.shown()).toContain("of urn:pulumi:dev::tests::systemd:index:Service::myapp");
    expect(await scene.sh(`${COMMAND} status`)).toMatch(
      /under way +transaction \S+ of urn:pulumi:dev::tests/,
    );
    expect((await inTerminal(scene.host, `${COMMAND} status`, "guest")).shown).toContain(
      "a transaction; whose it is only root can see",
    );
    await deployment;
    expect(await terminal.ended).toBe(1);
    expect(terminal.shown()).toContain(
      `another deployment was faster: release ${scene.release("three")} is in place by now; nothing was touched`,
    );
    expect(await scene.running()).toBe("three");
  });

  it("makes a deployment wait, which says for whom, and then goes over it with a warning", async () => {
    const terminal = rollBack();
    await terminal.shows("activating (start)");
    scene.service.rows.length = 0;
    const deployment = scene.up("three");
    await expect
      .poll(() => scene.service.rows, { timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/^waiting for another deployment .* of deploy \(by hand\)/));
    expect(await terminal.ended).toBe(0);
    await deployment;
    expect(scene.service.rows).toContainEqual(
      expect.stringMatching(
        /^warning: .* was put back by hand by deploy on .*; this deployment replaces it$/,
      ),
    );
    expect(await scene.running()).toBe("three");
  });

  it("is undone by recovery when the transaction itself is killed, and says so", async () => {
    const terminal = rollBack();
    await terminal.shows("activating (start)");
    await scene.sh("systemctl kill --kill-who=main -s KILL pulumi-systemd-myapp.service");
    expect(await terminal.ended).toBe(1);
    expect(terminal.shown()).toContain("Nothing came of it: the agent was killed.");
    expect(await scene.running()).toBe("two");
    expect(await history()).toMatch(/deploy, by hand +interrupted in step judge, undone/);
  });
});
