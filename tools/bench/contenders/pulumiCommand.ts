import { COMMAND_VERSION, findCommandPlugin, NO_COMMAND_PLUGIN } from "../../pulumi/commandPlugin";
import { Absent, type Arena, type Contender } from "../contender";
import { SERVICE } from "../job";
import { cleanUpByHand } from "./handCleanUp";
import { layPulumiStack } from "./pulumiStack";

/** As its examples have it: a copy of the files, and a command that is triggered by what they are. */
const PROGRAM = `
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { remote } = require("@pulumi/command");

const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const triggers = ["job/app/app.py", "job/app/settings.json", "job/${SERVICE}.service"].map(digest);
const install = [
  "set -e",
  "dpkg-query --show python3 > /dev/null",
  "sudo install -D -m 0644 -t /opt/${SERVICE} job/app/app.py job/app/settings.json",
  "sudo install -m 0644 job/${SERVICE}.service /etc/systemd/system/${SERVICE}.service",
  "sudo systemctl --no-reload --quiet enable ${SERVICE}.service",
  "sudo systemctl daemon-reload",
  "sudo systemctl restart ${SERVICE}.service",
].join("\\n");
for (const { name, connection: plain, privateKey } of require("./hosts.json")) {
  const connection = { ...plain, privateKey: pulumi.secret(privateKey) };
  const files = new remote.CopyToRemote(name + "-files", {
    connection,
    source: new pulumi.asset.FileArchive("./job"),
    // A directory that exists takes the source as a directory in it.
    remotePath: "/home/deploy",
    triggers,
  });
  new remote.Command(name, { connection, create: install, update: install, triggers }, { dependsOn: files });
}
`;

export async function pulumiCommand(arena: Arena): Promise<Contender> {
  const plugin = findCommandPlugin();
  if (plugin === undefined) throw new Absent(NO_COMMAND_PLUGIN);
  const stack = await layPulumiStack(arena, { program: PROGRAM, path: [plugin] });
  return {
    version: `@pulumi/command ${COMMAND_VERSION}`,
    doesTheJob: true,
    command: stack.command,
    // Nothing on the host goes by a `destroy` of such a recipe.
    cleanUp: async () => {
      await stack.destroy();
      await cleanUpByHand(arena.hosts);
    },
  };
}
