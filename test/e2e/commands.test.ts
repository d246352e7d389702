import { afterAll, describe, expect } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { beforeAllWithCommandPlugin, itWithCommandPlugin } from "./commandPlugin";
import type { ExportedStack } from "./programStack";
import { hostSetting, type ScenarioStack, scenarioStack } from "./scenarioStack";

const APP = "assets/myapp_notify/app_notify.py";

/** `prepare` and `smokeTest` go through `@pulumi/command`; each test goes on from where the last one left the host. */
describe.sequential("commands before and after the service", () => {
  let started: TestHosts;
  let host: TestHost;
  let jumpHost: TestHost;
  let stack: ScenarioStack;

  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  /** What the commands wrote on the host, and what they found there. */
  const diary = async () => (await sh("cat /var/log/diary 2>/dev/null")).split("\n").filter(Boolean);
  const note = (word: string) =>
    `echo ${word}, myapp_notify is $(systemctl is-active myapp_notify) | sudo tee -a /var/log/diary`;

  beforeAllWithCommandPlugin(async () => {
    started = await startHosts({ count: 2 });
    [host, jumpHost] = started.hosts as [TestHost, TestHost];
    stack = await scenarioStack([host]);
    stack.edit(APP, "PREPARATION_S = 10", "PREPARATION_S = 1");
    stack.edit("index.ts", "createUser: true,", 'createUser: true, readiness: { minHealthyTime: "1s" },');
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await started?.stop();
  });

  itWithCommandPlugin("touch no host that they cannot verify", async () => {
    stack.configure({ hosts: [{ ...hostSetting(host), hostKey: undefined }], prepare: [note("prepared")] });
    expect(await stack.upFails()).toContain("there is no connection.hostKey");
    stack.configure({ hosts: [{ ...hostSetting(host), hostKey: jumpHost.hostKey }] });
    expect(await stack.upFails()).toContain("host key mismatch");
    expect(await diary()).toEqual([]);
  });

  itWithCommandPlugin("keep the service from a host that could not be prepared", async () => {
    stack.configure({
      hosts: [hostSetting(host)],
      prepare: [note("prepared"), "echo no such time zone >&2; exit 7"],
    });
    const shown = await stack.upFails();
    expect(shown).toContain("no such time zone");
    expect(shown).toContain("exited with status 7");
    expect(await diary()).toEqual(["prepared, myapp_notify is inactive"]);
    expect(await sh("ls -d /opt/myapp_notify 2>/dev/null")).toBe("");
  });

  itWithCommandPlugin("run in their order, the service between them, ready", async () => {
    stack.configure({ prepare: [note("prepared"), note("once more")], smokeTest: note("tried") });
    await stack.up();
    expect(await diary()).toEqual([
      "prepared, myapp_notify is inactive",
      "once more, myapp_notify is inactive",
      "tried, myapp_notify is active",
    ]);
  });

  itWithCommandPlugin("run no second time when nothing has changed", async () => {
    const before = await diary();
    expect(await stack.up()).toMatch(/\d+ unchanged/);
    expect(await diary()).toEqual(before);
  });

  itWithCommandPlugin(
    "try each new release, and fail the update with what they said; the next one tries again",
    async () => {
      const before = await diary();
      stack.edit(APP, "PREPARATION_S = 1", "PREPARATION_S = 1.5");
      stack.configure({
        smokeTest: `${note("tried")}; test -e /tmp/healthy || { echo no answer >&2; exit 1; }`,
      });
      expect(await stack.upFails()).toContain("no answer");
      expect(await sh("systemctl is-active myapp_notify")).toBe("active");
      await sh("touch /tmp/healthy");
      await stack.up();
      const tried = "tried, myapp_notify is active";
      expect(await diary()).toEqual([...before, tried, tried]);
      stack.edit(APP, "PREPARATION_S = 1.5", "PREPARATION_S = 1");
      await stack.up();
      expect(await diary()).toEqual([...before, tried, tried, tried]);
    },
  );

  itWithCommandPlugin("hold the host to the key that the service has met", async () => {
    stack.configure({ hosts: [{ ...hostSetting(host), hostKey: undefined }], acceptNewHostKey: true });
    await stack.up();
    const { stdout } = await stack.pulumi("stack", "export", "--show-secrets");
    const { deployment } = JSON.parse(stdout) as ExportedStack;
    const smokeTest = deployment.resources.find(({ urn }) => urn.endsWith("-smoke-test"));
    expect(smokeTest?.inputs?.connection).toMatchObject({ plaintext: expect.stringContaining(host.hostKey) });
  });

  itWithCommandPlugin("go through the jump host of the service", async () => {
    const { address, hostKey } = jumpHost;
    const proxy = `{ host: "${address}", user: "deploy", hostKey: "${hostKey}", privateKey: settings.credentials.privateKey }`;
    stack.edit("index.ts", "...settings.credentials }", `...settings.credentials, proxy: ${proxy} }`);
    const from = "echo $SSH_CONNECTION | sudo tee -a /var/log/logins";
    stack.configure({ hosts: [hostSetting(host)], prepare: [from], smokeTest: from });
    await stack.up();
    const logins = (await sh("cut -d ' ' -f 1 /var/log/logins")).split("\n");
    expect(logins).toEqual([address, address]);
  });

  itWithCommandPlugin("leave no key in what is shown or stored", async () => {
    const shown = await stack.up("--diff");
    const secret = host.privateKey.split("\n")[3] ?? expect.fail("no key");
    expect(shown + stack.stateText()).not.toContain(secret);
  });

  itWithCommandPlugin("are no obstacle to a destroy", async () => {
    const { code, stdout } = await stack.pulumi("destroy", "--yes", "--color", "never");
    expect(code, stdout).toBe(0);
    expect(await sh("ls -d /opt/myapp_notify 2>/dev/null")).toBe("");
  });
});
