import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export const COMMAND_VERSION = "1.2.1";
const PLUGIN = "pulumi-resource-command";

/** Why there is nothing to be done without it; it is in no registry that we could ask instead. */
export const NO_COMMAND_PLUGIN = `the plugin of @pulumi/command is not installed (pulumi plugin install resource command ${COMMAND_VERSION})`;

/** The directory of the plugin of `@pulumi/command`: where `pulumi plugin install` puts it, or on PATH. */
export function findCommandPlugin(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = env.PULUMI_HOME || join(homedir(), ".pulumi");
  const places = [
    join(home, "plugins", `resource-command-v${COMMAND_VERSION}`),
    ...(env.PATH ?? "").split(delimiter),
  ];
  return places.find((place) => place !== "" && existsSync(join(place, PLUGIN)));
}
