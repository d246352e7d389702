import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../tools/process/command";
import { poll } from "../../tools/process/poll";
import { type Box, BoxProject } from "../provider/adaptor/boxProject";

let project: BoxProject;
beforeAll(async () => {
  project = new BoxProject();
  await project.prepare();
});
afterAll(() => project.remove());

const secret = { content: "hunter2" };

/** One stack, from one test to the next: a run of the CLI takes seconds. */
describe("the plugin under the real engine", () => {
  it("names every problem at once, and prints no value", async () => {
    const { code, shown } = await project.run(["preview"], { content: "forbidden" });
    expect(code).not.toBe(0);
    const problem = "error: systemd:test:Box resource 'box' has a problem:";
    expect(shown).toContain(`${problem} content: is not allowed here; choose another`);
    expect(shown).toContain(`${problem} settings.key: is missing`);
    expect(shown).not.toContain("forbidden");
  });

  it("previews: computed inputs are shown, outputs aren't known yet, nothing is done", async () => {
    const { code, shown } = await project.run(["preview", "--diff"], secret);
    expect(code).toBe(0);
    expect(shown).toContain("content: [secret]");
    expect(shown).toContain("size   : 7");
    expect(shown).toContain("writtenBy: [unknown]");
    expect(existsSync(project.path({}))).toBe(false);
  });

  it("has nothing of a creation that left nothing", async () => {
    const { code, shown } = await project.up({ ...secret, behaviour: "fails" });
    expect(code).not.toBe(0);
    expect(shown).toContain("error: the box\n      could not be made: Démarrage…");
    expect(project.state()).toBeUndefined();
  });

  it("keeps what a creation left that failed half-way, however much it is", async () => {
    const { code, shown } = await project.up({ ...secret, behaviour: "fails half-way" });
    expect(code).not.toBe(0);
    expect(shown).toContain("the box is there, but doesn't close");
    expect(project.state()?.inputs).toMatchObject({ behaviour: "fails half-way" });
    expect(Object.keys(project.state()?.outputs.manifest ?? {})).toHaveLength(3_000);
  });

  it("completes it, shows progress, and keeps secrets", async () => {
    const { code, shown } = await project.up(secret);
    expect(code).toBe(0);
    expect(shown).toContain("writing 0%");
    expect(shown).toMatch(/updated \(.*\) .*writing 100%/);
    expect(shown).toContain('writtenBy: "update"');
    expect(readFileSync(project.path({}), "utf8")).toBe("hunter2");

    const encrypted = expect.objectContaining({ ciphertext: expect.any(String) });
    const { inputs, outputs } = project.state() ?? expect.fail("there is no box in the state");
    expect(inputs.content).toEqual(encrypted);
    expect(outputs.content).toEqual(encrypted);
    expect(outputs.nested).toEqual([{ content: encrypted }]);
    expect(outputs.files).toEqual({ "empty.py": '{"text":""}', "index.js": '{"path":"index.js"}' });
    expect(shown + project.stateText()).not.toContain("hunter2");
  });

  it("does nothing the second time", async () => {
    const { code, shown } = await project.up(secret);
    expect(code).toBe(0);
    expect(shown).toContain("2 unchanged");
  });

  it("updates what failed half-way, even when the program went back to what it was", async () => {
    const failed = await project.up({ content: "better", behaviour: "fails half-way" });
    expect(failed.code).not.toBe(0);
    const state = project.state();
    expect(state?.initErrors).toEqual(["the box is there, but doesn't close"]);
    expect(state?.outputs).toMatchObject({ writtenBy: "failed update", behaviour: "fails half-way" });
    expect(state?.inputs).not.toHaveProperty("behaviour");
    expect(readFileSync(project.path({}), "utf8")).toBe("better");

    const reverted = await project.up(secret);
    expect(reverted.code).toBe(0);
    expect(reverted.shown).toContain("~ 1 updated");
    expect(project.state()?.initErrors ?? []).toEqual([]);
    expect(readFileSync(project.path({}), "utf8")).toBe("hunter2");
  });

  it("sees drift, and repairs it", async () => {
    writeFileSync(project.path({}), "by hand");
    const refreshed = await project.run(["refresh"], secret);
    expect(refreshed.code).toBe(0);
    expect(refreshed.shown).toContain("[diff: +drift]");
    expect(project.state()?.outputs.drift).toBe("changed by hand");

    expect((await project.up(secret)).shown).toContain("-drift");
    expect(readFileSync(project.path({}), "utf8")).toBe("hunter2");
  });

  it("replaces, with a warning", async () => {
    const other = { ...secret, name: "other box", behaviour: "warns" };
    const { code, shown } = await project.up(other);
    expect(code).toBe(0);
    expect(shown).toContain("+-1 replaced");
    expect(shown).toMatch(/Diagnostics:\n +systemd:test:Box \(box\):\n +warning: the box is nearly full/);
    expect([project.path({}), project.path(other)].map(existsSync)).toEqual([false, true]);
  });

  it("destroys", async () => {
    expect((await project.run(["destroy"], secret)).code).toBe(0);
    expect(existsSync(project.path({ name: "other box" }))).toBe(false);
    expect(project.state()).toBeUndefined();
  });
});

describe("an update that is interrupted", () => {
  /** Resolves once the box is in the making. */
  const updating = async (box: Box) => {
    const cli = spawn("pulumi", ["up", "--skip-preview", "--non-interactive"], {
      cwd: project.directory,
      env: project.env(box),
      stdio: ["ignore", "pipe", "ignore"],
    });
    const shown = cli.stdout.setEncoding("utf8").toArray();
    const ended = once(cli, "exit");
    const waiting = `${project.path(box)}.waiting`;
    const plugin = await poll(() => (existsSync(waiting) ? readFileSync(waiting, "utf8") : undefined), {
      waitingFor: "the box to be in the making",
      deadlineMs: 120_000,
    });
    rmSync(waiting);
    return { cli, ended, shown: shown.then((chunks) => chunks.join("")), plugin };
  };
  const untilEnded = (pid: string) =>
    poll(
      async () => {
        const { stdout } = await runCommand(["ps", "-o", "stat=", "-p", pid]);
        return stdout.trim() === "" || stdout.startsWith("Z") ? true : undefined;
      },
      { waitingFor: `the plugin, process ${pid}, to end`, deadlineMs: 5_000 },
    );

  it("by Ctrl-C stops at the next safe point and says where that was", async () => {
    const { cli, ended, shown, plugin } = await updating({ ...secret, behaviour: "waits for cancel" });
    cli.kill("SIGINT");
    await ended;
    expect(await shown).toContain("error: cancelled: nothing was left behind");
    await untilEnded(plugin);
    expect(project.state()).toBeUndefined();
  });

  it("by SIGKILL of the CLI takes the plugin down with it", async () => {
    const { cli, ended, plugin } = await updating({ ...secret, behaviour: "never ends" });
    const sinceMs = performance.now();
    cli.kill("SIGKILL");
    await ended;
    await untilEnded(plugin);
    expect(performance.now() - sinceMs).toBeLessThan(4_000);
  });
});
