import { createHmac, randomBytes } from "node:crypto";
import { ID_HEX_DIGITS } from "../service/credentialsId";
import { Secret, type ValueMap } from "../value";
import { fieldsOf } from "./member";

const KEY_BYTES = 32;

/**
 * The inputs with the key by which the versions of the fleet's secrets are named. It is drawn once and stays in the state, as
 * a secret; a fleet that never had secrets has none.
 *
 * A service draws the name itself (service/credentialsId.ts). A fleet can't: when a rollout ends half-way, the engine keeps
 * the inputs of before. The next one would draw another name, and touch the hosts again that are there already.
 */
export function withCredentialsKey(inputs: ValueMap, olds: ValueMap): ValueMap {
  const { credentialsKey: _, ...rest } = inputs;
  const before = credentialsKeyOf(olds);
  if (before === "" && !hasSecrets(rest)) return rest;
  const key = before === "" ? randomBytes(KEY_BYTES).toString("hex") : before;
  return { ...rest, credentialsKey: new Secret(key) };
}

/** Empty where there is none. */
export function credentialsKeyOf({ credentialsKey: key }: ValueMap): string {
  const text = key instanceof Secret ? key.content : key;
  return typeof text === "string" ? text : "";
}

/** The same for the same secrets. Without the key nobody can try out what they guess; whoever has it has the secrets. */
export function keyedCredentialsId(key: string, secrets: Readonly<Record<string, string>>): string {
  const entries = Object.entries(secrets).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return "";
  return createHmac("sha256", key).update(JSON.stringify(entries)).digest("hex").slice(0, ID_HEX_DIGITS);
}

function hasSecrets(inputs: ValueMap): boolean {
  const hosts = Object.values(fieldsOf(inputs.hosts));
  return [inputs, ...hosts.map(fieldsOf)].some(({ secrets }) => secrets !== undefined && secrets !== null);
}
