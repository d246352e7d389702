import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { endOf, type RunningCli, startCli, untilEnded } from "../../tools/matrix/cli";
import { letGo, untilPaused } from "../../tools/matrix/pause";
import { type ProgramStack, programStack } from "./programStack";

const CHANGE = ["--yes", "--skip-preview", "--color", "never"];
const END_MS = 120_000;

/** A rollout over three hosts, one after the other, that is broken off while the second one is on its way. */
describe.sequential("a rollout that is interrupted", { timeout: 600_000 }, () => {
  let hosts: TestHosts;
  let stack: ProgramStack;
  const at = (index: number) => hosts.hosts[index] as TestHost;
  const everywhere = (command: string) =>
    Promise.all(hosts.hosts.map(async (host) => (await host.run(command)).stdout.trim()));
  const releases = () => everywhere("systemctl show -P WorkingDirectory myapp");
  const invocations = () => everywhere("systemctl show -P InvocationID myapp");
  const logins = async () => (await everywhere("journalctl -u ssh -o cat | grep -c '^Accepted'")).map(Number);

  /** Changes the program and runs it until the first host is done and the second one has a new process. */
  async function untilTheSecond(): Promise<RunningCli> {
    appendFileSync(join(stack.directory, "app/app.py"), "# changed\n");
    const env = { ...stack.env, PULUMI_SYSTEMD_PAUSE_AT: "judge:started" };
    const cli = startCli(["up", "--yes", "--skip-preview"], { cwd: stack.directory, env });
    onTestFinished(() => cli.killGroup());
    await untilPaused(at(0), cli);
    const stop = letGo(at(0));
    onTestFinished(stop);
    await untilPaused(at(1), cli);
    return cli;
  }

  beforeAll(async () => {
    hosts = await startHosts({ count: 3 });
    stack = await programStack(join(__dirname, "fleet"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], at(0).privateKey);
    const connections = hosts.hosts.map(({ address, hostKey }, index) => [
      `web${index + 1}`,
      { connection: { host: address, hostKey } },
    ]);
    writeFileSync(
      join(stack.directory, "fleet.json"),
      JSON.stringify({ hosts: Object.fromEntries(connections) }),
    );
    await stack.pulumi(["up", ...CHANGE]);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("by Ctrl-C: the host under way goes back, the others stay, and the next up works on those two", async () => {
    const before = await releases();
    const cli = await untilTheSecond();
    cli.interruptGroup();
    expect(await endOf(cli, END_MS)).not.toBe(0);
    const after = await releases();
    expect(after.map((release, index) => release === before[index])).toEqual([false, true, true]);
    expect(await everywhere("systemctl is-active myapp")).toEqual(["active", "active", "active"]);
    expect(cli.output()).toContain("the rollout was cancelled");
    expect(cli.output()).toMatch(/web1 +[\d.]+ +updated/);
    expect(cli.output()).toMatch(/web2 +[\d.]+ +cancelled/);
    expect(cli.output()).toMatch(/web3 +[\d.]+ +not-started/);
    const loginsBefore = await logins();
    await stack.pulumi(["up", ...CHANGE]);
    expect((await logins()).map((number, index) => number - (loginsBefore[index] ?? 0))).toEqual([0, 1, 1]);
    expect(new Set(await releases()).size).toBe(1);
  });

  it("by SIGKILL of the plugin: what is under way ends by itself, and the next up restarts the third alone", async () => {
    const before = await releases();
    const cli = await untilTheSecond();
    const plugins = cli.plugins();
    for (const pid of plugins) process.kill(pid, "SIGKILL");
    expect(await endOf(cli, END_MS)).not.toBe(0);
    await untilEnded(plugins, END_MS);
    onTestFinished(letGo(at(1)));
    await expect
      .poll(async () => (await releases()).map((release, index) => release === before[index]), {
        timeout: 60_000,
      })
      .toEqual([false, false, true]);
    const gone = "systemctl is-active 'pulumi-systemd-myapp.service'";
    await expect
      .poll(async () => (await at(1).run(gone)).stdout.trim(), { timeout: 60_000 })
      .not.toBe("active");
    const [web1, web2, web3] = await invocations();
    await stack.pulumi(["up", ...CHANGE]);
    const now = await invocations();
    expect(now.slice(0, 2)).toEqual([web1, web2]);
    expect(now[2]).not.toBe(web3);
    expect(new Set(await releases()).size).toBe(1);
  });
});
