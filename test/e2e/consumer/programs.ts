/** Uses what a user would, and one thing wrongly: the compiler complains if the mistake goes unnoticed. */
export const TYPES_PROGRAM = `
import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { NotifyService, NotifyServiceArgs } from "pulumi-systemd";

const config = new pulumi.Config();
const args: NotifyServiceArgs = {
  connection: {
    host: pulumi.output("203.0.113.7"),
    privateKey: config.requireSecret("privateKey"),
    password: config.getSecret("password"),
  },
  source: new pulumi.asset.FileArchive("./app"),
  unit: { execStart: ["python3", "app.py"], environment: { PORT: pulumi.output("80") }, watchdog: "15s" },
  prepare: ["true", { create: pulumi.interpolate\`true\` }],
};
const app = new NotifyService("app", args, { protect: true });
new remote.Command("after", { connection: app.connection, create: "true" });
export const readyAfter: pulumi.Output<number | undefined> = app.readyAfter;

// @ts-expect-error: a restart policy that systemd doesn't have
export const mistyped: NotifyServiceArgs = { ...args, unit: { restart: "onfailure" } };
`;

/** The service, and a resource of another kind after it that only notes when it was created. */
export const GATED_PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { NotifyService } from "pulumi-systemd";

const config = new pulumi.Config();
const app = new NotifyService("gated-app", {
  connection: {
    host: config.require("host"),
    port: config.requireNumber("port"),
    user: "deploy",
    hostKey: config.require("hostKey"),
    privateKey: config.requireSecret("privateKey"),
  },
  source: new pulumi.asset.FileArchive("./app"),
  unit: { execStart: ["/usr/bin/python3", "app.py"] },
  readiness: { minHealthyTime: "1s" },
});

class Clock extends pulumi.dynamic.Resource {
  declare readonly createdAtMs: pulumi.Output<number>;
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    const create = async () => ({ id: "clock", outs: { createdAtMs: Date.now() } });
    super({ create }, name, { createdAtMs: undefined }, opts);
  }
}
export const readyAfter = app.readyAfter;
export const downstreamCreatedAtMs = new Clock("downstream", { dependsOn: app }).createdAtMs;
`;

/** Takes two seconds to be ready, and needs nothing but Python. */
export const APP = `
import os, socket, time

time.sleep(2)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
    notify.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(86400)
`;

/** `pulumi-nodejs` runs the program's own dynamic resource; an official CLI brings it along, ours doesn't. */
export const PULUMI_YAML = `
name: consumer
runtime: nodejs
main: index.ts
plugins:
  providers:
    - name: systemd
      path: node_modules/pulumi-systemd/provider
    - name: pulumi-nodejs
      path: node_modules/@pulumi/pulumi
`;
