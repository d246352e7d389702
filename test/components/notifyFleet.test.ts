import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { NotifyFleet, type NotifyFleetArgs } from "../../components";
import { only, type Registration, recordRegistrations, secret, settled } from "./registrations";

const COMPONENT = "pulumi-systemd:index:NotifyFleet";
const FLEET = "systemd:index:Fleet";
const COMMAND = "command:remote:Command";
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

  it("keeps every secret one, each by itself, shared and of a host", async () => {
    await deploy("secrets", {
      secrets: { token: "t", from: pulumi.output("o") },
      hosts: {
        web1: { connection: { host: "h1" }, secrets: { token: "own" } },
        web2: pulumi.output({ connection: { host: "h2" }, secrets: { token: "out" } }),
      },
    });
    const { secrets, hosts } = only(registrations(), "secrets", FLEET).properties;
    expect(secrets).toEqual({ token: secret("t"), from: secret("o") });
    expect(hosts).toMatchObject({
      web1: { secrets: { token: secret("own") } },
      web2: { secrets: { token: secret("out") } },
    });
  });

  it("runs the commands of prepare on each host by its own connection, and waits for all of them", async () => {
    await deploy("prepared", {
      connection: { user: "deploy", hostKey: "shared", privateKey: "k" },
      hosts: {
        a: { connection: { host: "h1", hostKey: "own" } },
        b: pulumi.output({ connection: { host: "h2", user: "root" } }),
      },
      prepare: ["true", { create: "false" }],
    });
    const names = ["a", "b"].flatMap((host) => [0, 1].map((at) => `prepared-${host}-prepare-${at}`));
    expect(only(registrations(), "prepared", FLEET).dependencies).toEqual(
      names.map((each) => urn(`${COMPONENT}$${COMMAND}`, each)),
    );
    const connections = names.map((each) => only(registrations(), each, COMMAND).properties.connection);
    expect(connections[1]).toMatchObject(
      secret({ host: "h1", user: "deploy", hostKey: "own", privateKey: "k" }) as object,
    );
    expect(connections[2]).toMatchObject(
      secret({ host: "h2", user: "root", hostKey: "shared", privateKey: "k" }) as object,
    );
    expect(only(registrations(), "prepared-a-prepare-1", COMMAND).dependencies).toEqual([
      urn(`${COMPONENT}$${COMMAND}`, "prepared-a-prepare-0"),
    ]);
  });

  it.each<[string, Partial<NotifyFleetArgs>, RegExp]>([
    ["a host that nobody could verify", {}, /^prepare: .*no hosts\.web1\.connection\.hostKey\..*ssh-keyscan/],
    ["hosts whose names are not known yet", { hosts: pulumi.output({}) }, /^prepare: .*can't be an output/],
  ])("refuses prepare with %s", (_, args, problem) => {
    expect(() => {
      new NotifyFleet("refused", {
        hosts: { web1: { connection: { host: "203.0.113.1" } } },
        source: new pulumi.asset.StringAsset("print()"),
        unit: {},
        prepare: ["true"],
        ...args,
      });
    }).toThrow(problem);
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
