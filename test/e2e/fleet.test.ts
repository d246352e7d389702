import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHosts } from "../../tools/hosts/testHost";
import { type ProgramStack, programStack } from "./programStack";

const CHANGE = ["--yes", "--skip-preview", "--color", "never"];

/** A NotifyFleet under the real engine, from one test to the next; the text is read as a user reads it. */
describe.sequential("pulumi up of a fleet", () => {
  let hosts: TestHosts;
  let stack: ProgramStack;
  const everywhere = (command: string) =>
    Promise.all(hosts.hosts.map(async (host) => (await host.run(command)).stdout.trim()));
  const write = (change: Record<string, unknown> = {}) =>
    writeFileSync(
      join(stack.directory, "fleet.json"),
      JSON.stringify({
        hosts: Object.fromEntries(
          hosts.hosts.map(({ address, hostKey }, index) => [
            `web${index + 1}`,
            { connection: { host: address, hostKey } },
          ]),
        ),
        rollout: { maxParallel: 2, autoRevert: "fleet" },
        report: "rollout.html",
        ...change,
      }),
    );
  const fleetInState = async () => {
    const { resources } = (await stack.exported()).deployment;
    return (
      resources.find(({ type }) => type === "systemd:index:Fleet") ?? expect.fail("no fleet in the state")
    );
  };
  const follower = async () =>
    (await stack.exported()).deployment.resources.find(({ type }) => type === "test:index:Follower");
  const outputs = async () => JSON.parse(await stack.pulumi(["stack", "output", "--json"]));
  const release = "systemctl show -P WorkingDirectory myapp";

  beforeAll(async () => {
    hosts = await startHosts({ count: 3 });
    stack = await programStack(join(__dirname, "fleet"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], hosts.hosts[0]?.privateKey);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("is foreseen host by host, and goes green when all are ready", async () => {
    write();
    const shown = await stack.pulumi(["up", "--yes", "--color", "never"]);
    expect(shown).toContain("would touch 3 of 3 hosts: web1, web2, web3 are new");
    expect(shown).toContain("web1, web2, web3: would install: myapp.service is new here");
    expect(shown).toMatch(/web3 \([\d.]+\) updated: [0-9a-f]{12} active \(running\), READY=1 after/);
    expect(await outputs()).toEqual({
      statuses: { web1: "active (running)", web2: "active (running)", web3: "active (running)" },
      readyHosts: 3,
      after: "created after the fleet",
    });
    expect(readFileSync(join(stack.directory, "rollout.html"), "utf8")).toContain("web3");
  });

  it("is one resource, whose state holds no key and does not grow with what all hosts share", async () => {
    const { outputs = {}, inputs = {} } = await fleetInState();
    const key = hosts.hosts[0]?.privateKey.split("\n")[2] ?? expect.fail("there is no key");
    expect(JSON.stringify({ outputs, inputs })).not.toContain(key);
    expect(JSON.stringify(outputs.hosts).length).toBeLessThan(3 * 1_500);
  });

  it("has nothing to do where nothing has changed, and a preview says so", async () => {
    await stack.pulumi(["up", ...CHANGE, "--expect-no-changes"]);
    await stack.pulumi(["refresh", ...CHANGE, "--expect-no-changes"]);
  });

  it("fails when a host does, shows why, has every host in the state, and the fleet back where it was", async () => {
    const before = await everywhere(release);
    await hosts.hosts[2]?.run("touch /etc/fails");
    appendFileSync(join(stack.directory, "app/app.py"), "# another release\n");
    write({ follower: "follower" });
    const shown = await stack.fails(["up", ...CHANGE]);
    expect(shown).toContain("myapp.service: the rollout halted, since 1 of 3 hosts failed and 0 may");
    expect(shown).toContain("cannot open the database");
    expect(shown).toMatch(/web1 +[\d.]+ +reverted/);
    expect(await everywhere(release)).toEqual(before);
    expect(await everywhere("systemctl is-active myapp")).toEqual(["active", "active", "active"]);
    expect((await fleetInState()).outputs?.hosts).toMatchObject({
      web1: { outcome: "reverted", status: "active (running)" },
      web2: { outcome: "reverted" },
      web3: { outcome: "failed", failure: expect.stringContaining("cannot open the database") },
    });
    expect(readFileSync(join(stack.directory, "rollout.html"), "utf8")).toContain("cannot open the database");
    // What comes after the fleet is made when all of it is through, and not before.
    expect(await follower()).toBeUndefined();
  });

  it("gets there with the next one, and takes the service off a host that left", async () => {
    await hosts.hosts[2]?.run("rm /etc/fails");
    const before = await everywhere(release);
    await stack.pulumi(["up", ...CHANGE]);
    expect((await everywhere(release)).map((path, host) => path === before[host])).toEqual([
      false,
      false,
      false,
    ]);
    expect(await follower()).toBeDefined();
    const { hosts: all } = JSON.parse(readFileSync(join(stack.directory, "fleet.json"), "utf8"));
    const { web1: _, ...rest } = all;
    write({ hosts: rest });
    const shown = await stack.pulumi(["up", "--yes", "--color", "never"]);
    expect(shown).toContain("would touch none of 2 hosts; would remove the service from web1");
    expect(await everywhere("ls /opt")).toEqual(["", "myapp", "myapp"]);
  });

  it("is destroyed everywhere", async () => {
    await stack.pulumi(["destroy", ...CHANGE]);
    expect(await everywhere("ls /opt; ls /etc/systemd/system/myapp.service 2>/dev/null")).toEqual([
      "",
      "",
      "",
    ]);
  });
});
