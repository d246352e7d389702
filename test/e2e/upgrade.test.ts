import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { mustRun } from "../../tools/process/command";
import { PASSPHRASE, recordedDirectory } from "../../tools/record/programDirectory";
import { RECORDED_ADDRESS } from "../../tools/record/record";
import { traces } from "../hosts/agent/leftovers";
import { type ProgramStack, programStack } from "./programStack";

const RECORDS = recordedDirectory();
const QUIET = ["--yes", "--color", "never"];
const versions = readdirSync(RECORDS).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** Puts on a host what that version had left there, and starts it. */
async function restore(host: TestHost, version: string): Promise<void> {
  const { code, stderr } = await host.run(
    `set -e
     useradd --system --home-dir / --no-create-home --shell /usr/sbin/nologin myapp
     tar --extract --gzip --directory /
     chown myapp:myapp /var/lib/myapp_notify
     for environment in /opt/myapp_notify/runtimes/*; do python3 -m venv --without-pip "$environment"; done
     systemctl daemon-reload
     systemctl start myapp_notify.service`,
    { input: readFileSync(join(RECORDS, version, "host.tar.gz")) },
  );
  if (code !== 0) throw new Error(`the record of ${version} could not be restored: ${stderr}`);
}

/** The recorded state, told of the host that stands in for the one that is gone. */
async function importState(stack: ProgramStack, host: TestHost, version: string): Promise<void> {
  const text = readFileSync(join(RECORDS, version, "state.json"), "utf8");
  const hostKey = /ssh-ed25519 [A-Za-z0-9+/=]+/.exec(text)?.[0] ?? "";
  const file = join(stack.directory, "..", "recorded.json");
  writeFileSync(file, text.replaceAll(RECORDED_ADDRESS, host.address).replaceAll(hostKey, host.hostKey));
  await stack.pulumi(["stack", "import", "--file", file]);
}

/** Lets the recorded key in, and sets the stack up as its program had it. */
async function configure(stack: ProgramStack, host: TestHost): Promise<void> {
  const { deployment } = await stack.exported("--show-secrets");
  const service = deployment.resources.find(({ type }) => type === "systemd:index:Service");
  const connection = service?.inputs?.connection as { privateKey?: { plaintext: string } } | undefined;
  const key = JSON.parse(connection?.privateKey?.plaintext ?? "null") as string;
  const file = join(stack.directory, "..", "recorded.key");
  // A value read from stdin has lost its last line end.
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  const publicKey = await mustRun(["ssh-keygen", "-y", "-P", "", "-f", file]);
  await host.run("cat >>/etc/ssh/authorized_keys", { input: publicKey });
  await stack.pulumi(["config", "set", "host", host.address]);
  await stack.pulumi(["config", "set", "hostKey", host.hostKey]);
  await stack.pulumi(["config", "set", "--secret", "privateKey"], key);
}

describe.each(versions)("what %s has deployed, with this version", (version) => {
  let hosts: TestHosts;
  let host: TestHost;
  let stack: ProgramStack;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const invocation = () => sh("systemctl show -P InvocationID myapp_notify.service");

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    await restore(host, version);
    stack = await programStack(join(RECORDS, "program"), "recorded");
    expect(stack.env.PULUMI_CONFIG_PASSPHRASE).toBe(PASSPHRASE);
    await importState(stack, host, version);
    await configure(stack, host);
  });
  afterAll(async () => {
    stack?.[Symbol.dispose]();
    await hosts?.stop();
  });

  it("is what its program asks for: a preview shows no change", async () => {
    expect(await stack.pulumi(["preview", "--expect-no-changes", "--color", "never"])).toMatch(/unchanged/);
  });

  it("is found by a refresh, and nothing of it has drifted", async () => {
    const before = await invocation();
    await stack.pulumi(["refresh", ...QUIET]);
    const { deployment } = await stack.exported();
    const service = deployment.resources.find(({ type }) => type === "systemd:index:Service");
    expect(service?.outputs).toMatchObject({ status: "active (running)", invocationId: before });
    expect(service?.outputs).not.toHaveProperty("drift");
    expect(await stack.pulumi(["up", ...QUIET])).toMatch(/\d+ unchanged/);
    expect(await invocation()).toBe(before);
  });

  it("is updated in place, with its releases as history", async () => {
    const earlier = (await sh("ls /opt/myapp_notify/releases")).split("\n");
    const environments = await sh("ls /opt/myapp_notify/runtimes");
    writeFileSync(join(stack.directory, "app", "revision.py"), "REVISION = 3\n");
    expect(await stack.pulumi(["up", ...QUIET])).toContain("1 updated");
    expect(await sh("systemctl show -P StatusText myapp_notify.service")).toBe("revision 3");
    expect(await sh("ls /opt/myapp_notify/releases")).toContain(earlier[0]);
    expect((await sh("ls /opt/myapp_notify/releases")).split("\n")).toHaveLength(3);
    expect(await sh("ls /opt/myapp_notify/runtimes")).toBe(environments);
  });

  it("is destroyed without a trace", async () => {
    await stack.pulumi(["destroy", ...QUIET]);
    expect(await traces(host, "myapp_notify")).toBe("");
    expect(await sh("ls -d /usr/local/bin/myapp_notify /var/lib/myapp_notify 2>/dev/null")).toBe(
      "/var/lib/myapp_notify",
    );
  });
});
