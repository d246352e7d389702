import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { type ProgramStack, programStack } from "./programStack";

interface Service {
  readonly resource: string;
  /** @default "myapp" */
  readonly name?: string;
  readonly connection: Record<string, unknown>;
  readonly options?: Record<string, unknown>;
  readonly deleteBeforeReplace?: boolean;
}

const UP = ["up", "--yes", "--skip-preview", "--color", "never"];
const SERVICE = "systemd:index:Service";

/** One stack, from one test to the next: a run of the CLI takes seconds. */
describe.sequential("a service of a stack", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let other: TestHost;
  let stack: ProgramStack;
  const sh = async (command: string, on = host) => (await on.run(command)).stdout.trim();
  const invocation = () => sh("systemctl show -P InvocationID myapp.service");
  /** Whether it is up, and how many releases there are. */
  const running = (on = host) => sh("systemctl is-active myapp.service; ls /opt/myapp/releases | wc -l", on);
  const read = (text: string) => text.replace(/\s+/g, " ");
  const wanted = (...services: Service[]) =>
    writeFileSync(join(stack.directory, "services.json"), JSON.stringify(services));
  const stored = async () =>
    (await stack.exported()).deployment.resources.filter(({ type }) => type === SERVICE);

  /** A dead host is to be found dead at once. */
  const impatient = { dialErrorLimit: 0, perDialTimeout: 2 };
  const direct = ({ address, user, hostKey }: TestHost) => ({ host: address, user, hostKey, ...impatient });
  /** The same machine under another address: its own loopback, by way of itself. */
  const roundabout = (machine: TestHost) => ({
    ...direct(machine),
    host: "127.0.0.1",
    proxy: { host: machine.address, user: "deploy", hostKey: machine.hostKey },
  });

  beforeAll(async () => {
    hosts = await startHosts({ count: 2 });
    [host, other] = hosts.hosts as [TestHost, TestHost];
    stack = await programStack(join(__dirname, "services"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], host.privateKey);
    wanted({ resource: "web", connection: direct(host) });
    await stack.pulumi(UP);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("goes on undisturbed when its host is replaced by another address of the same machine", async () => {
    const before = await invocation();
    wanted({ resource: "web", connection: roundabout(host) });
    const shown = read(await stack.pulumi(UP));
    expect(shown).toContain("replaced");
    expect(shown).toMatch(/taken over, with its releases, not made anew/);
    expect(shown).toMatch(/myapp\.service was left alone: the same resource deployed it here once more/);
    expect(await invocation()).toBe(before);
    expect(await running()).toBe("active\n1");
    expect((await stored()).map(({ id }) => id?.split("/")[1])).toEqual([
      await sh("sed -n s/^owner=//p /opt/myapp/state"),
    ]);
    expect(await stack.pulumi([...UP, "--refresh"])).not.toContain("drift");
    expect(await invocation()).toBe(before);
  });

  it("is up again after a replacement that deletes first, by one stop and one start", async () => {
    const starts = () => sh("journalctl -q -o cat -u myapp.service | grep -c ^Started");
    const before = Number(await starts());
    wanted({ resource: "web", connection: direct(host), deleteBeforeReplace: true });
    expect(await stack.pulumi(UP)).toContain("replaced");
    expect(Number(await starts())).toBe(before + 1);
    expect(await running()).toBe("active\n1");
    expect(await stored()).toHaveLength(1);
  });

  it("follows a renamed resource that has an alias, without a restart", async () => {
    const before = await invocation();
    wanted({ resource: "site", connection: direct(host), options: { aliases: [{ name: "web" }] } });
    await stack.pulumi(UP);
    expect(await invocation()).toBe(before);
    expect((await stored()).map(({ urn }) => urn)).toEqual([expect.stringMatching(/::site$/)]);
  });

  it("is refused to a renamed resource that has none, which is told of them, and runs on", async () => {
    const before = await invocation();
    wanted({ resource: "page", connection: direct(host) });
    const shown = read(await stack.fails(UP));
    expect(shown).toMatch(/myapp\.service is managed by urn:pulumi:test::services::\S+::web/);
    expect(shown).toContain("A resource that was only renamed or moved says so with `aliases`");
    expect(await invocation()).toBe(before);
    expect(await running()).toBe("active\n1");
  });

  it("comes up on a new host though the old one died, which is then forgotten by its id", async () => {
    await host.stop();
    wanted({ resource: "site", connection: direct(other) });
    const shown = await stack.fails(UP);
    expect(await running(other)).toBe("active\n1");
    const forgotten = /, choose (myapp\.service\/\w+)/.exec(shown)?.[1];
    expect((await stored()).find(({ id }) => id === forgotten)?.delete).toBe(true);
    // docs/removing.md does it with jq.
    const state = await stack.exported();
    const resources = state.deployment.resources.filter((one) => !(one.delete && one.id === forgotten));
    const file = join(stack.directory, "state.json");
    writeFileSync(file, JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }));
    await stack.pulumi(["stack", "import", "--file", file]);
    expect(await stack.pulumi(UP)).toMatch(/\d+ unchanged/);
    expect(await stored()).toHaveLength(1);
  });

  it("on a host that is gone for good is forgotten by the command that the error names, or beforehand", async () => {
    const site = { resource: "site", connection: direct(other) };
    const kept = { ...site, resource: "kept", name: "kept", options: { retainOnDelete: true } };
    wanted(site, kept);
    await stack.pulumi(UP);
    await other.stop();
    wanted();
    const shown = await stack.fails(UP);
    expect(read(shown)).toContain("myapp.service was not removed, so Pulumi keeps it in its state.");
    expect((await stored()).map(({ urn }) => urn)).toEqual([expect.stringMatching(/::site$/)]);
    const [, urn = ""] = /pulumi state delete '(\S+)'/.exec(shown) ?? [];
    await stack.pulumi(["state", "delete", urn, "--yes"]);
    await stack.pulumi(UP);
    expect(await stored()).toEqual([]);
  });
});
