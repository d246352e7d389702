import type { Arena, Contender } from "../contender";
import { layPulumiStack } from "./pulumiStack";

/** The engine, a program that has loaded the SDK and says nothing, and a state without resources. */
export function empty(arena: Arena): Promise<Contender> {
  return engineAlone(arena, 'require("@pulumi/pulumi");\nexports.nothing = true;\n');
}

/**
 * As many resources as ours has, a component with one child for each host, of which the engine needs no plugin and no host
 * hears: what the engine and its SDK take for them, whoever made them.
 */
export function resources(arena: Arena): Promise<Contender> {
  return engineAlone(
    arena,
    `
const { ComponentResource } = require("@pulumi/pulumi");
for (const { name } of require("./hosts.json")) {
  const parent = new ComponentResource("bench:index:Service", name);
  new ComponentResource("bench:index:Child", name, { name }, { parent });
}
`,
  );
}

async function engineAlone(arena: Arena, program: string): Promise<Contender> {
  const stack = await layPulumiStack(arena, { program });
  return {
    version: `pulumi ${arena.pulumiVersion}`,
    doesTheJob: false,
    command: stack.command,
    cleanUp: async () => {},
  };
}
