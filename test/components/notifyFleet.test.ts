import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { NotifyFleet, type NotifyFleetArgs } from "../../components";
import { only, type Registration, recordRegistrations, secret, settled } from "./registrations";

const COMPONENT = "pulumi-systemd:index:NotifyFleet";
const FLEET = "systemd:index:Fleet";
const urn = (types: string, name: string) => `urn:pulumi:test::myapp::${types}::${name}`;

let registrations: () => Registration[];
beforeAll(async () => {
  registrations = await recordRegistrations();
});

async function deploy(name: string, args: Partial<NotifyFleetArgs> = {}): Promise<NotifyFleet> {
  const fleet = new NotifyFleet(name, {
    hosts: { web1: { connection: { host: "203.0.113.1" } } },
    source: new pulumi.asset.StringAsset("print()"),
    unit: { execStart: ["python3", "app.py"] },
    ...args,
  });
  await settled(fleet.urn);
  await settled(fleet.hosts);
  return fleet;
}

describe("NotifyFleet", () => {
  it("is a component whose one child is the fleet, whatever the number of hosts", async () => {
    await deploy("graph", {
      hosts: { a: { connection: { host: "h1" } }, b: { connection: { host: "h2" } } },
    });
    expect(only(registrations(), "graph", COMPONENT)).toMatchObject({ custom: false, properties: {} });
    expect(only(registrations(), "graph", FLEET)).toMatchObject({
      custom: true,
      parent: urn(COMPONENT, "graph"),
    });
    expect(registrations().filter(({ name }) => name.startsWith("graph"))).toHaveLength(2);
  });

  it("hands every argument to the provider as it was written", async () => {
    const args = {
      name: "myapp_notify",
      connection: { user: "deploy", port: 2222 },
      hosts: {
        web1: { connection: { host: "203.0.113.1" } },
        web2: { connection: { host: "203.0.113.2" }, environment: { ROLE: "primary" } },
      },
      unit: { execStart: ["python3", "app.py"], watchdog: "15s" },
      rollout: { canary: 2, maxParallel: "25%", autoRevert: "fleet" as const },
      retire: ["web9"],
    };
    await deploy("arguments", args);
    const { source, ...properties } = only(registrations(), "arguments", FLEET).properties;
    expect(properties).toEqual(args);
    expect(source).toMatchObject({ text: "print()" });
  });

  it("keeps the credentials of every connection secret, each by itself", async () => {
    await deploy("sealed", {
      connection: { user: "deploy", privateKey: "k" },
      hosts: {
        web1: { connection: { host: "h1", password: "p" } },
        web2: pulumi.output({ connection: { host: "h2", proxy: { host: "jump", privateKey: "jk" } } }),
      },
    });
    const { connection, hosts } = only(registrations(), "sealed", FLEET).properties;
    expect(connection).toEqual({ user: "deploy", privateKey: secret("k") });
    expect(hosts).toEqual({
      web1: { connection: { host: "h1", password: secret("p") } },
      web2: { connection: { host: "h2", proxy: { host: "jump", privateKey: secret("jk") } } },
    });
  });

  it("tells of each host what runs there, and makes what depends on it wait", async () => {
    const fleet = await deploy("outputs");
    expect(await settled(fleet.hosts)).toMatchObject({
      web1: { status: "active (running)", outcome: "updated" },
    });
    expect(await settled(fleet.readyHosts)).toBe(1);
    const after = new (class extends pulumi.CustomResource {})("test:index:After", "gated-by-fleet", {
      status: fleet.hosts.apply((hosts) => hosts.web1?.status),
    });
    await settled(after.id);
    expect(only(registrations(), "gated-by-fleet", "test:index:After").dependencies).toEqual([
      urn(`${COMPONENT}$${FLEET}`, "outputs"),
    ]);
  });
});
