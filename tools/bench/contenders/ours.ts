import { readFileSync } from "node:fs";
import { join } from "node:path";
import { layPackage } from "../../matrix/stack";
import type { Arena, Contender } from "../contender";
import { SERVICE } from "../job";
import { layPulumiStack } from "./pulumiStack";

/** For equal work nobody waits longer than for READY=1, as nobody else does. */
export type Readiness = "ready is done" | "defaults";

const PLUGIN = "plugins: { providers: [{ name: systemd, path: ./package/provider }] }\n";

function program(readiness: Readiness): string {
  const extra = readiness === "defaults" ? "" : 'readiness: { minHealthyTime: "0s", watchdogPing: false },';
  return `
const pulumi = require("@pulumi/pulumi");
const { NotifyService } = require("./package/dist/components");
for (const { name, connection, privateKey } of require("./hosts.json")) {
  new NotifyService(name, {
    name: "${SERVICE}",
    connection: { ...connection, privateKey: pulumi.secret(privateKey) },
    source: new pulumi.asset.FileArchive("./job/app"),
    runtime: { packages: ["python3"] },
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
    ${extra}
  });
}
`;
}

export async function ours(readiness: Readiness, arena: Arena): Promise<Contender> {
  layPackage(arena.directory);
  const stack = await layPulumiStack(arena, { yaml: PLUGIN, program: program(readiness) });
  const { version } = JSON.parse(readFileSync(join(arena.directory, "package", "package.json"), "utf8"));
  return {
    version: `pulumi-systemd ${version}`,
    doesTheJob: true,
    command: stack.command,
    cleanUp: stack.destroy,
  };
}
