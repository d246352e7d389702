import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { type ProgramStack, programStack } from "./programStack";

const CHANGE = ["--yes", "--skip-preview", "--color", "never"];

/** One stack, from one test to the next: a run of the CLI takes seconds. */
describe.sequential("services of one stack on one host", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let jump: TestHost;
  let stack: ProgramStack;
  const names = ["web", "worker", "mailer"];

  const direct = ({ address, user, hostKey }: TestHost) => ({ host: address, user, hostKey });
  const want = (services: readonly string[], connection: Record<string, unknown> = direct(host)) =>
    writeFileSync(
      join(stack.directory, "services.json"),
      JSON.stringify(services.map((name) => ({ resource: name, name, connection }))),
    );
  const changeTheirApp = () => appendFileSync(join(stack.directory, "app/app.py"), "\n# changed\n");
  const logins = async (on: TestHost) =>
    Number(
      (await on.run("journalctl -u ssh -o cat --no-pager | grep -c '^Accepted publickey' || true")).stdout,
    );
  /** How often each sshd let somebody in meanwhile. */
  const loginsOver = async (command: string): Promise<readonly number[]> => {
    const before = [await logins(host), await logins(jump)];
    await stack.pulumi([command, ...CHANGE]);
    const after = [await logins(host), await logins(jump)];
    return after.map((number, index) => number - (before[index] ?? 0));
  };
  const active = async () => (await host.run(`systemctl is-active ${names.join(" ")}`)).stdout.trim();

  beforeAll(async () => {
    hosts = await startHosts({ count: 2 });
    [host, jump] = hosts.hosts as [TestHost, TestHost];
    stack = await programStack(join(__dirname, "services"), "test");
    await stack.pulumi(["config", "set", "--secret", "privateKey"], host.privateKey);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("are deployed over one login", async () => {
    want(names.slice(0, 2));
    expect(await loginsOver("up")).toEqual([1, 0]);
  });

  it("are updated over one, together with a third that nobody has deployed before", async () => {
    changeTheirApp();
    want(names);
    expect(await loginsOver("up")).toEqual([1, 0]);
    expect(await active()).toBe("active\nactive\nactive");
  });

  it("are refreshed over one", async () => {
    expect(await loginsOver("refresh")).toEqual([1, 0]);
  });

  it("are left alone over none when nothing has changed", async () => {
    expect(await loginsOver("up")).toEqual([0, 0]);
  });

  it("are reached through a jump host over one login there, and one behind it", async () => {
    changeTheirApp();
    want(names, { ...direct(host), proxy: direct(jump) });
    expect(await loginsOver("up")).toEqual([1, 1]);
    expect(await active()).toBe("active\nactive\nactive");
  });

  it("are deployed all the same where sshd allows two sessions on a connection, and nothing stays open", async () => {
    await host.run("echo 'MaxSessions 2' >/etc/ssh/sshd_config.d/few.conf && systemctl restart ssh");
    changeTheirApp();
    want(names);
    const [made = 0] = await loginsOver("up");
    expect(made).toBeGreaterThanOrEqual(2);
    expect(made).toBeLessThanOrEqual(3);
    expect(await active()).toBe("active\nactive\nactive");
    const open = async () => (await host.run("ss --tcp --numeric --no-header sport = :22")).stdout;
    await expect.poll(open, { timeout: 15_000 }).toBe("");
  });

  it("are removed over one", async () => {
    await host.run("rm /etc/ssh/sshd_config.d/few.conf && systemctl restart ssh");
    expect(await loginsOver("destroy")).toEqual([1, 0]);
  });
});
