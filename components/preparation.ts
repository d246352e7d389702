import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSpec } from "../provider/ssh/connectionSpec";
import type { Verification } from "./connection";
import { forCommand, mapInput, unverified } from "./connection";
import type { Lifted } from "./lifted";

/** A command line for the login shell of the host, or everything that `@pulumi/command`'s `remote.Command` can be told. */
export type Preparation = string | Omit<remote.CommandArgs, "connection">;

/** The commands as resources below `parent`, each after the one before it. `path`: where the connection is written. */
export function prepareHost(
  parent: pulumi.Resource,
  name: string,
  connection: Lifted<ConnectionSpec>,
  preparations: readonly Preparation[],
  path = "connection",
): remote.Command[] {
  if (preparations.length === 0) return [];
  const refuse = (known: Verification) => {
    const problem = unverified(known, path);
    if (problem !== undefined) throw new pulumi.ResourceError(problem, parent, true);
  };
  // What the program itself says is judged at once: an error out of an output would lose the resource it belongs to.
  const written = mapInput(connection, (fields) => {
    refuse({
      hostKey: fields.hostKey,
      acceptNewHostKey: fields.acceptNewHostKey,
      config: fields.config === true || typeof fields.config === "string",
    });
    return fields;
  });
  const verified = pulumi.output(written).apply((known) => {
    refuse(known);
    return forCommand(known);
  });
  const commands: remote.Command[] = [];
  for (const [position, preparation] of preparations.entries()) {
    const args = typeof preparation === "string" ? { create: preparation } : preparation;
    commands.push(
      new remote.Command(
        `${name}-prepare-${position}`,
        { ...args, connection: verified },
        { parent, dependsOn: commands.slice(-1) },
      ),
    );
  }
  return commands;
}
