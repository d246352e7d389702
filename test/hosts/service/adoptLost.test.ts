import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";

const URN = "urn:pulumi:dev::tests::systemd:index:Service::myapp";

/** What became of a create is lost when the plugin is killed: the engine has no state, and creates again. */
describe.sequential("a service whose state was lost", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let before: Deployer;
  let after: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const invocation = () => sh("systemctl show -P InvocationID myapp.service");
  const owner = () => sh("sed -n s/^owner=//p /opt/myapp/state");
  const tokenOf = ({ state }: Deployer) => state?.id.split("/").at(-1);

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    before = deployerOf(host);
    await before.up();
  });
  afterAll(async () => await hosts?.stop());

  it("is refused to another resource, which is told whose it is, and left alone", async () => {
    const running = await invocation();
    const { message } = await deployerOf(host, "intruder").upFails(appInputs({}, { name: "myapp" }));
    expect(message).toContain(`myapp.service is managed by ${URN}`);
    expect(message).toContain("One unit has one owner");
    expect(message).toContain("Nothing on the host was touched.");
    expect(await owner()).toBe(tokenOf(before));
    expect(await invocation()).toBe(running);
  });

  it("is taken over by the same resource without a restart, which is said", async () => {
    const running = await invocation();
    after = deployerOf(host);
    const outputs = await after.up();
    expect(await invocation()).toBe(running);
    expect(outputs).toMatchObject({
      status: "active (running)",
      invocationId: running,
      releaseDigest: before.state?.outputs.releaseDigest,
      changes: ["adopt: this very resource deployed the service here before"],
    });
    expect(after.rows).toContainEqual(
      expect.stringMatching(/^warning: myapp\.service on \S+ had been deployed by this very resource before/),
    );
    expect(tokenOf(after)).not.toBe(tokenOf(before));
    expect(await owner()).toBe(tokenOf(after));
  });

  it("is its new owner's from then on: no drift, nothing to do, and not a word more of it", async () => {
    expect((await after.refresh())?.drift).toBeUndefined();
    expect(await after.changes()).toEqual([]);
    after.rows.length = 0;
    expect((await after.up(appInputs({ mark: "next" }))).changes).toEqual(["restart: the release changed"]);
    expect(after.rows.filter((row) => row.startsWith("warning"))).toEqual([]);
  });

  it("is not its old owner's any more, whose refresh says so", async () => {
    await before.refresh();
    expect(before.state?.outputs.drift).toContain(
      `myapp.service is managed by another resource now: ${URN}.`,
    );
  });

  it("is not removed by its old owner's delete, which says so", async () => {
    const running = await invocation();
    before.rows.length = 0;
    await before.destroy();
    expect(before.rows.at(-1)).toMatch(
      /^warning: myapp\.service on \S+: myapp\.service was left alone: the same resource deployed it here once more, under another id$/,
    );
    expect(await invocation()).toBe(running);
    expect(await sh("systemctl is-active myapp.service; systemctl is-enabled myapp.service")).toBe(
      "active\nenabled",
    );
    expect((await after.refresh())?.drift).toBeUndefined();
  });

  it("is taken over with another release just as well, by a restart", async () => {
    const running = await invocation();
    const again = deployerOf(host);
    const { changes } = await again.up(appInputs({ mark: "another release" }));
    expect(changes).toEqual([expect.stringMatching(/^adopt: /), "restart: the release changed"]);
    expect(await invocation()).not.toBe(running);
    await again.destroy();
    expect((await host.run("ls -d /opt/myapp /etc/systemd/system/myapp.service 2>/dev/null")).stdout).toBe(
      "",
    );
  });
});
