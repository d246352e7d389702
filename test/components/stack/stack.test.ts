import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { projectRoot } from "../../../stack/settings";
import { DEPLOYED, only, type Registration, recordRegistrations, secret, settled } from "../registrations";

const SERVICE = "systemd:index:Service";
const COMMAND = "command:remote:Command";

let registrations: () => Registration[];
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => vi.resetModules());

const PARIS = { name: "paris", host: "203.0.113.7", user: "deploy", hostKey: "ssh-ed25519 AAAAparis" };

/** Runs index.ts as `pulumi up` would with that configuration. Hosts need a name of their own in each test. */
async function up(config: Record<string, unknown>) {
  const entries = Object.entries(config).map(([key, value]) => [
    `myapp:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries));
  const stack = await import("../../../index.js");
  await Promise.all(Object.values(stack.status).map((status) => settled(status)));
  return stack;
}

describe("the stack", () => {
  it("deploys the tutorial's service to a host, with what the configuration says of it", async () => {
    await up({ hosts: [PARIS], privateKey: "k", sudoPassword: "s", serviceUser: "svc" });
    const { source, ...properties } = only(registrations(), "paris", SERVICE).properties;
    expect(properties).toEqual({
      name: "myapp_notify",
      connection: {
        host: "203.0.113.7",
        user: "deploy",
        hostKey: "ssh-ed25519 AAAAparis",
        privateKey: secret("k"),
        sudoPassword: secret("s"),
      },
      directory: "/usr/local/bin/myapp_notify",
      runtime: { python: { requirements: ["sdnotify==0.3.2"] } },
      createUser: true,
      unit: {
        description: "MyApp Notify Service",
        after: ["network.target"],
        execStart: ["python3", "app_notify.py"],
        user: "svc",
        notifyAccess: "all",
        restart: "on-failure",
        watchdog: "15s",
      },
    });
    expect(source).toMatchObject({ path: "assets/myapp_notify" });
    expect(registrations().filter(({ type }) => type === COMMAND)).toEqual([]);
  });

  it("exports status, readiness and release by the host's name", async () => {
    const hosts = [
      { name: "nice", host: "203.0.113.8" },
      { name: "metz", host: "203.0.113.9" },
    ];
    const { status, readyAfter, deployed } = await up({ hosts });
    expect(await settled(pulumi.all(status))).toEqual({ nice: DEPLOYED.status, metz: DEPLOYED.status });
    expect(await settled(pulumi.all(readyAfter))).toEqual({ nice: 10.04, metz: 10.04 });
    expect(await settled(pulumi.output(deployed))).toMatchObject({ nice: { systemdVersion: "252" } });
    expect(JSON.stringify(await settled(pulumi.output(deployed)))).not.toContain("203.0.113");
  });

  it("smoke-tests each release, once its service is ready", async () => {
    await up({ hosts: [{ ...PARIS, name: "lyon" }], password: "p", smokeTest: "pgrep -f app_notify.py" });
    const smokeTest = await vi.waitFor(() => only(registrations(), "lyon-smoke-test", COMMAND));
    expect(smokeTest.properties).toMatchObject({
      create: "pgrep -f app_notify.py",
      triggers: [DEPLOYED.releaseDigest],
    });
    expect(smokeTest.properties.connection).toMatchObject({ value: { host: "203.0.113.7", password: "p" } });
    expect(smokeTest.dependencies.some((urn) => urn.endsWith(`${SERVICE}::lyon`))).toBe(true);
  });

  it("prepares each host before the service", async () => {
    await up({ hosts: [{ ...PARIS, name: "brest" }], prepare: ["sudo apt-get update"] });
    const [dependency] = only(registrations(), "brest", SERVICE).dependencies;
    expect(dependency).toMatch(/::brest-prepare-0$/);
    expect(only(registrations(), "brest-prepare-0", COMMAND).properties).toMatchObject({
      create: "sudo apt-get update",
    });
  });
});

describe("a configuration that can't be used", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no host", {}, /hosts: .*pulumi config set --path 'hosts\[0\]\.host' 203\.0\.113\.7/],
    ["hosts without --path", { hosts: "203.0.113.7" }, /hosts: a list .*--path/],
    [
      "prepare that is no list",
      { hosts: [PARIS], prepare: "true" },
      /prepare: a list of commands .*--path 'prepare\[0\]'/,
    ],
    [
      "a source that isn't there",
      { hosts: [PARIS], source: "assets/myapp" },
      /source: there is no .*assets\/myapp; .*Pulumi\.yaml/,
    ],
  ])("is one error that says which command mends it: %s", async (_, config, message) => {
    const before = registrations().length;
    await expect(up(config)).rejects.toThrow(message);
    expect(registrations()).toHaveLength(before);
  });

  it("names every problem at once, without a stack trace", async () => {
    const failure = await up({ prepare: [1], source: "nowhere" }).catch((error: unknown) => error);
    expect(pulumi.RunError.isInstance(failure)).toBe(true);
    expect(String(failure)).toMatch(/hosts: [\s\S]*prepare: [\s\S]*source: [\s\S]*docs\/configuration\.md/);
  });
});

describe("the project's directory", () => {
  it("is the same from index.ts and from dist/stack", () => {
    const root = mkdtempSync(join(tmpdir(), "project-"));
    try {
      writeFileSync(join(root, "Pulumi.yaml"), "name: myapp\n");
      mkdirSync(join(root, "dist/stack"), { recursive: true });
      expect(projectRoot(join(root, "stack"))).toBe(root);
      expect(projectRoot(join(root, "dist/stack"))).toBe(root);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
