import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { type ProgramStack, programStack } from "./programStack";

const PREVIEW = ["preview", "--diff", "--color", "never"];
const UP = ["up", "--yes", "--color", "never"];

/** One stack, from one test to the next; the text is read as a user reads it. */
describe.sequential("pulumi preview", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let stack: ProgramStack;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const logins = async () => Number(await sh("journalctl -u ssh -u sshd -o cat | grep -c '^Accepted'"));
  const connection = () => ({ host: host.address, user: host.user, hostKey: host.hostKey });
  const program = (app: Record<string, unknown>, ...more: Record<string, unknown>[]) =>
    writeFileSync(
      join(stack.directory, "services.json"),
      JSON.stringify([{ resource: "app", connection: connection(), ...app }, ...more]),
    );
  const wanted = (unit: Record<string, unknown> = {}, ...more: Record<string, unknown>[]) =>
    program({ unit }, ...more);

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    stack = await programStack(join(__dirname, "services"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], host.privateKey);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("of a new service says that it would be installed, and of a host without an address that it isn't asked", async () => {
    const before = await logins();
    wanted({}, { resource: "second", name: "second", after: "app", connection: connection() });
    const shown = await stack.shown(PREVIEW);
    expect(shown).toContain("would install: myapp.service is new here");
    expect(shown).toContain("not known yet: connection.host; so the host was not asked what would happen");
    expect(await logins()).toBe(before + 1);
    expect(await sh("ls /opt; ls -d /run/pulumi-systemd* 2>/dev/null")).toBe("");
  });

  it("precedes an up, by one connection of its own; without a change there is none", async () => {
    wanted();
    const before = await logins();
    const shown = await stack.pulumi(UP);
    expect(shown).toContain("would install: myapp.service is new here");
    expect(await logins()).toBe(before + 2);
    expect(await stack.shown(PREVIEW)).not.toContain("would");
    expect(await logins()).toBe(before + 2);
  });

  it("of a change shows files and unit lines, what would happen and why, and what restarts along", async () => {
    await sh(
      "printf '[Unit]\\nRequires=myapp.service\\nAfter=myapp.service\\n[Service]\\nExecStart=sleep infinity\\n' >/etc/systemd/system/web.service; systemctl daemon-reload; systemctl start web.service",
    );
    appendFileSync(join(stack.directory, "app/app.py"), "# a comment\n");
    writeFileSync(join(stack.directory, "app/settings.ini"), "[a]\n");
    wanted({ restartSec: "3s" });
    const shown = await stack.shown(PREVIEW);
    expect(shown).toMatch(/~ "?app\.py"? *: "sha256:[0-9a-f]{16}" => "sha256:[0-9a-f]{16}"/);
    expect(shown).toMatch(/\+ "?settings\.ini"?: "sha256:/);
    expect(shown).toMatch(/^ *\+ RestartSec=3s$/m);
    expect(shown).not.toMatch(/^ *[-+] Type=notify$/m);
    const line = "restart: the release changed; restarts with it: web.service";
    expect(shown).toContain(`would ${line}`);
    await stack.pulumi(UP);
    const { deployment } = await stack.exported();
    const { outputs } = deployment.resources.find(({ type }) => type === "systemd:index:Service") ?? {};
    expect(outputs?.changes).toEqual([line]);
  });

  it("can be kept as a plan, which up follows, with secrets that are rotated as well", async () => {
    program({ secrets: { apiKey: "first" } });
    await stack.pulumi(UP);
    program({ secrets: { apiKey: "second" } });
    await stack.pulumi(["preview", "--save-plan=plan.json", "--color", "never"]);
    await stack.pulumi([...UP, "--skip-preview", "--plan=plan.json"]);
    expect(await sh("cat /run/credentials/myapp.service/apiKey")).toBe("second");
    program({ secrets: { apiKey: "third" } });
    expect(await stack.fails([...UP, "--skip-preview", "--plan=plan.json"])).toMatch(/violates plan/);
    expect(await sh("cat /run/credentials/myapp.service/apiKey")).toBe("second");
  });

  it("warns of what up would refuse, and doesn't fail", async () => {
    wanted({ user: "nobody-here" });
    const shown = (await stack.shown(PREVIEW)).replace(/\s+/g, " ");
    expect(shown).toContain(
      `warning: \`pulumi up\` would fail: myapp.service on ${host.address} cannot be deployed to this host as it is.`,
    );
    expect(shown).toContain("user nobody-here does not exist");
  });

  it("warns of a host that cannot be reached, and doesn't fail", async () => {
    wanted({ restartSec: "5s" });
    await host.network("silent");
    onTestFinished(async () => {
      await host.network("up");
    });
    const shown = await stack.shown(PREVIEW);
    expect(shown).toContain(
      `warning: what would happen is not known: deploy@${host.address}:22: no answer within 5 s`,
    );
  });
});
