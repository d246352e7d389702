import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHosts } from "../../tools/hosts/testHost";
import { beforeAllWithCommandPlugin, itWithCommandPlugin } from "./commandPlugin";
import { type ProgramStack, programStack } from "./programStack";

const UP = ["up", "--yes", "--skip-preview", "--color", "never"];
/** Says when it ran, and fails where someone has asked for it. */
const PREPARE =
  "echo myapp is $(systemctl is-active myapp) | sudo tee -a /var/log/diary; test ! -e /tmp/unfit || { echo the disk is too small >&2; exit 4; }";

describe.sequential("commands before a fleet's rollout", () => {
  let hosts: TestHosts;
  let stack: ProgramStack;
  const everywhere = (command: string) =>
    Promise.all(hosts.hosts.map(async (host) => (await host.run(command)).stdout.trim()));
  const diaries = () => everywhere("cat /var/log/diary");

  beforeAllWithCommandPlugin(async () => {
    hosts = await startHosts({ count: 2 });
    stack = await programStack(join(__dirname, "fleet"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], hosts.hosts[0]?.privateKey);
    const members = hosts.hosts.map(
      ({ address, hostKey }, index) =>
        [`web${index + 1}`, { connection: { host: address, hostKey } }] as const,
    );
    const args = { hosts: Object.fromEntries(members), prepare: [PREPARE] };
    writeFileSync(join(stack.directory, "fleet.json"), JSON.stringify(args));
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  itWithCommandPlugin("keep the whole fleet waiting when one host could not be prepared", async () => {
    await hosts.hosts[1]?.run("touch /tmp/unfit");
    const shown = await stack.fails(UP);
    expect(shown).toContain("the disk is too small");
    expect(await diaries()).toEqual(["myapp is inactive", "myapp is inactive"]);
    expect(await everywhere("ls -d /opt/myapp 2>/dev/null")).toEqual(["", ""]);
  });

  itWithCommandPlugin("are tried again where they failed, and the rollout begins", async () => {
    await hosts.hosts[1]?.run("rm /tmp/unfit");
    await stack.pulumi(UP);
    expect(await everywhere("systemctl is-active myapp")).toEqual(["active", "active"]);
    expect(await diaries()).toEqual(["myapp is inactive", "myapp is inactive\nmyapp is inactive"]);
  });
});
