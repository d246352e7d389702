import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { type ScenarioStack, scenarioStack } from "./scenarioStack";

/** Says READY=1 after a second, where the scenario's own takes ten. */
const APP = `import time
import sdnotify
notifier = sdnotify.SystemdNotifier()
time.sleep(1)
notifier.notify("READY=1")
while True:
    notifier.notify("WATCHDOG=1")
    time.sleep(5)
`;

let hosts: TestHosts;
let host: TestHost;
/** The same stack twice, and another one: each with a state file of its own, so that no lock of the engine's is between. */
let first: ScenarioStack;
let second: ScenarioStack;
let other: ScenarioStack;
const sh = async (command: string) => (await host.run(command)).stdout.trim();
const invocation = () => sh("systemctl show -P InvocationID myapp_notify");

async function stackOf(name: string): Promise<ScenarioStack> {
  const stack = await scenarioStack(hosts.hosts, name);
  writeFileSync(join(stack.directory, "assets/myapp_notify/app_notify.py"), APP);
  return stack;
}

beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  [first, second, other] = await Promise.all([stackOf("test"), stackOf("test"), stackOf("other")]);
});
afterAll(async () => {
  for (const stack of [first, second, other]) stack?.[Symbol.dispose]();
  await hosts?.stop();
});

describe.sequential("pulumi up, twice at once for one unit of one host", () => {
  it("of one resource: one waits and says for whom, and finds all done", async () => {
    const shown = await Promise.all([first.up(), second.up()]);
    const waited = shown.filter((text) => text.includes("waiting for another deployment of this unit"));
    expect(waited).toHaveLength(1);
    expect(waited[0]).toMatch(/transaction [0-9a-f]+ of urn:pulumi:test::myapp::/);
    expect(waited[0]).toMatch(/runs already/);
    expect(waited[0]).toContain("it is taken over, with its releases");
    expect(await sh("journalctl -u myapp_notify -o cat | grep -c '^Started'")).toBe("1");
  });

  it("of two stacks: the one whose it is goes green, and the other is told whose it is", async () => {
    writeFileSync(join(first.directory, "assets/myapp_notify/app_notify.py"), `${APP}# changed\n`);
    const before = await invocation();
    const [, shown] = await Promise.all([first.up(), other.upFails()]);
    const refused = shown.replace(/\s+/g, " ");
    expect(refused).toMatch(/myapp_notify\.service is managed by urn:pulumi:test::myapp::/);
    expect(refused).toContain("Nothing on the host was touched.");
    expect(await invocation()).not.toBe(before);
  });

  it("leaves no lock behind", async () => {
    const traces = () =>
      sh(
        "systemctl list-units --all --plain --no-legend 'pulumi-systemd-*'; ls -d /run/pulumi-systemd.* /run/pulumi-systemd/*/*/agent 2>/dev/null",
      );
    // Pruning is off the user's path.
    await expect.poll(traces, { timeout: 20_000 }).toBe("");
  });
});
