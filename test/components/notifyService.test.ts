import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { NotifyService, type NotifyServiceArgs } from "../../components";
import { unverified, type Verification } from "../../components/connection";
import { DEPLOYED, only, type Registration, recordRegistrations, secret, settled } from "./registrations";

const COMPONENT = "pulumi-systemd:index:NotifyService";
const SERVICE = "systemd:index:Service";
const COMMAND = "command:remote:Command";
const urn = (types: string, name: string) => `urn:pulumi:test::myapp::${types}::${name}`;

let registrations: () => Registration[];
beforeAll(async () => {
  registrations = await recordRegistrations();
});

const HOST = { host: "203.0.113.7", hostKey: "ssh-ed25519 AAAAgiven" };

async function deploy(name: string, args: Partial<NotifyServiceArgs> = {}): Promise<NotifyService> {
  const service = new NotifyService(name, {
    connection: HOST,
    source: new pulumi.asset.StringAsset("print()"),
    unit: { execStart: ["python3", "app.py"] },
    ...args,
  });
  await settled(service.status);
  return service;
}

describe("NotifyService", () => {
  it("is a component whose one child is the service, both by the name that the user gave", async () => {
    await deploy("graph");
    expect(only(registrations(), "graph", COMPONENT)).toMatchObject({ custom: false, properties: {} });
    expect(only(registrations(), "graph", SERVICE)).toMatchObject({
      custom: true,
      parent: urn(COMPONENT, "graph"),
      dependencies: [],
    });
    expect(registrations().filter(({ name }) => name.startsWith("graph"))).toHaveLength(2);
  });

  it("hands every argument to the provider as it was written", async () => {
    await deploy("arguments", {
      name: "myapp_notify",
      directory: "/usr/local/bin/myapp_notify",
      runtime: { packages: ["libpq5"], python: { requirements: ["sdnotify==0.3.2"] } },
      unit: { execStart: ["python3", "app.py"], watchdog: "15s", directives: { Service: { Nice: ["5"] } } },
      createUser: true,
      readiness: { minHealthyTime: "3s", probe: ["true"] },
      onFailure: "keep",
      revisionHistoryLimit: 2,
    });
    const { source, ...properties } = only(registrations(), "arguments", SERVICE).properties;
    expect(properties).toEqual({
      name: "myapp_notify",
      connection: HOST,
      directory: "/usr/local/bin/myapp_notify",
      runtime: { packages: ["libpq5"], python: { requirements: ["sdnotify==0.3.2"] } },
      unit: { execStart: ["python3", "app.py"], watchdog: "15s", directives: { Service: { Nice: ["5"] } } },
      createUser: true,
      readiness: { minHealthyTime: "3s", probe: ["true"] },
      onFailure: "keep",
      revisionHistoryLimit: 2,
    });
    expect(source).toMatchObject({ text: "print()" });
  });

  it("takes outputs of other resources at any depth, and waits for them", async () => {
    const machine = new pulumi.ComponentResource("test:index:Machine", "machine");
    await deploy("lifted", {
      connection: pulumi.output({ host: machine.urn.apply(() => "203.0.113.9") }),
      unit: {
        execStart: [pulumi.output("python3"), Promise.resolve("app.py")],
        environment: { A: pulumi.output("1") },
      },
    });
    expect(only(registrations(), "lifted", SERVICE).properties).toMatchObject({
      connection: { host: "203.0.113.9" },
      unit: { execStart: ["python3", "app.py"], environment: { A: "1" } },
    });
  });

  it("takes any asset or archive, but no path that someone forgot to wrap", () => {
    type Source = NotifyServiceArgs["source"];
    expectTypeOf<pulumi.asset.FileArchive>().toExtend<Source>();
    expectTypeOf<pulumi.asset.StringAsset>().toExtend<Source>();
    expectTypeOf<pulumi.Output<pulumi.asset.AssetArchive>>().toExtend<Source>();
    expectTypeOf<string>().not.toExtend<Source>();
  });

  it("tells what runs on the host", async () => {
    const service = await deploy("outputs");
    expect({
      status: await settled(service.status),
      readyAfter: await settled(service.readyAfter),
      activeSince: await settled(service.activeSince),
      invocationId: await settled(service.invocationId),
      releaseDigest: await settled(service.releaseDigest),
      unitPath: await settled(service.unitPath),
      systemdVersion: await settled(service.systemdVersion),
      hostKey: await settled(service.hostKey),
      changes: await settled(service.changes),
    }).toEqual(DEPLOYED);
  });
});

describe("credentials", () => {
  const CREDENTIALS = { password: "p", privateKey: "k", privateKeyPassword: "kp" };
  const SEALED = { password: secret("p"), privateKey: secret("k"), privateKeyPassword: secret("kp") };
  const proxy = { host: "198.51.100.1", user: "jump", ...CREDENTIALS };

  it("are secret each by itself, the jump host's too, while host and user stay readable", async () => {
    await deploy("plain", { connection: { ...HOST, ...CREDENTIALS, sudoPassword: "s", proxy } });
    expect(only(registrations(), "plain", SERVICE).properties.connection).toEqual({
      ...HOST,
      ...SEALED,
      sudoPassword: secret("s"),
      proxy: { host: "198.51.100.1", user: "jump", ...SEALED },
    });
  });

  it("are secret when the whole connection is an output", async () => {
    await deploy("whole", {
      connection: pulumi.output({ ...HOST, password: "p", proxy: pulumi.output(proxy) }),
    });
    expect(only(registrations(), "whole", SERVICE).properties.connection).toEqual({
      ...HOST,
      password: secret("p"),
      proxy: { host: "198.51.100.1", user: "jump", ...SEALED },
    });
  });

  it("are secret in every jump host, however many there are", async () => {
    await deploy("chain", { connection: { ...HOST, proxy: { ...proxy, proxy: pulumi.output(proxy) } } });
    const sealedProxy = { host: "198.51.100.1", user: "jump", ...SEALED };
    expect(only(registrations(), "chain", SERVICE).properties.connection).toEqual({
      ...HOST,
      proxy: { ...sealedProxy, proxy: sealedProxy },
    });
  });

  it("may be outputs themselves, and may be missing", async () => {
    await deploy("given", {
      connection: {
        ...HOST,
        privateKey: pulumi.secret("k"),
        password: undefined,
        sudoPassword: pulumi.output("s"),
      },
    });
    expect(only(registrations(), "given", SERVICE).properties.connection).toEqual({
      ...HOST,
      privateKey: secret("k"),
      sudoPassword: secret("s"),
    });
  });
});

describe("secrets", () => {
  it.each<[string, NotifyServiceArgs["secrets"]]>([
    ["plain", { apiKey: "a", other: "o" }],
    ["outputs", { apiKey: pulumi.output("a"), other: pulumi.secret("o") }],
    ["an output as a whole", pulumi.output({ apiKey: "a", other: "o" })],
  ])("are marked one by one when they are %s", async (name, secrets) => {
    await deploy(`secrets ${name}`, { secrets });
    expect(only(registrations(), `secrets ${name}`, SERVICE).properties.secrets).toEqual({
      apiKey: secret("a"),
      other: secret("o"),
    });
  });

  it("may be missing, and are no property then", async () => {
    await deploy("no secrets", { secrets: undefined });
    expect(only(registrations(), "no secrets", SERVICE).properties).not.toHaveProperty("secrets");
  });
});

describe("connection, for commands after the service", () => {
  it("is what @pulumi/command takes, secret, with the host key that the service was verified by", async () => {
    const { connection } = await deploy("downstream", {
      connection: {
        host: "203.0.113.7",
        user: "deploy",
        password: "p",
        sudoPassword: "s",
        acceptNewHostKey: true,
      },
    });
    expect(await settled(connection)).toEqual({
      host: "203.0.113.7",
      user: "deploy",
      password: "p",
      hostKey: DEPLOYED.hostKey,
    });
    expect(await pulumi.isSecret(connection)).toBe(true);
  });

  it("makes whatever uses it wait for the service", async () => {
    const { connection } = await deploy("gate");
    const after = new (class extends pulumi.CustomResource {})("test:index:After", "gated", { connection });
    await settled(after.id);
    expect(only(registrations(), "gated", "test:index:After").dependencies).toEqual([
      urn(`${COMPONENT}$${SERVICE}`, "gate"),
    ]);
  });
});

describe("prepare", () => {
  it("runs commands before the service, each after the one before", async () => {
    await deploy("prepared", {
      prepare: ["sudo apt-get update", { create: "sudo mkdir -p /srv/data", triggers: [1] }],
    });
    const first = only(registrations(), "prepared-prepare-0", COMMAND);
    const second = only(registrations(), "prepared-prepare-1", COMMAND);
    const urns = [0, 1].map((position) => urn(`${COMPONENT}$${COMMAND}`, `prepared-prepare-${position}`));
    expect(first).toMatchObject({ parent: urn(COMPONENT, "prepared"), dependencies: [] });
    expect(first.properties).toMatchObject({ create: "sudo apt-get update" });
    expect(second).toMatchObject({ dependencies: [urns[0]] });
    expect(second.properties).toMatchObject({ create: "sudo mkdir -p /srv/data", triggers: [1] });
    expect(only(registrations(), "prepared", SERVICE).dependencies).toEqual(urns);
  });

  it("connects as the service does, but for what only we understand, and keeps all of it secret", async () => {
    await deploy("prepare-connection", {
      connection: { ...HOST, password: "p", sudoPassword: "s", acceptNewHostKey: true },
      prepare: ["true"],
    });
    expect(
      only(registrations(), "prepare-connection-prepare-0", COMMAND).properties.connection,
    ).toMatchObject(secret({ ...HOST, password: "p" }) as object);
  });

  it("is refused where @pulumi/command would log in to whoever answers", () => {
    expect(() => {
      new NotifyService("unverified", {
        connection: { host: "203.0.113.7", password: "p" },
        source: new pulumi.asset.StringAsset("print()"),
        unit: {},
        prepare: ["true"],
      });
    }).toThrow(/^prepare: .*connection\.hostKey.*ssh-keyscan.*acceptNewHostKey/);
  });

  it.each<[string, Verification, RegExp | undefined]>([
    ["a given key", { hostKey: "ssh-ed25519 AAAA" }, undefined],
    ["trust in whoever answers", { acceptNewHostKey: true }, undefined],
    ["no key", {}, /no connection\.hostKey\./],
    ["no trust either", { acceptNewHostKey: false }, /no connection\.hostKey\./],
    ["a jump host without one", { hostKey: "k", proxy: {} }, /no connection\.proxy\.hostKey\./],
    ["neither host's", { proxy: {} }, /no connection\.hostKey and no connection\.proxy\.hostKey\./],
    ["both hosts' keys", { hostKey: "k", proxy: { hostKey: "k" } }, undefined],
    [
      "two jump hosts",
      { hostKey: "k", proxy: { hostKey: "k", proxy: {} } },
      /doesn't know connection\.proxy\.proxy\./,
    ],
    ["an alias", { hostKey: "k", config: true }, /doesn't know connection\.config\./],
  ])("asks for the keys that verify every host on the way: %s", (_, connection, problem) => {
    if (problem === undefined) expect(unverified(connection, "connection")).toBeUndefined();
    else expect(unverified(connection, "connection")).toMatch(problem);
  });
});
