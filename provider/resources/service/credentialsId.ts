import { randomBytes } from "node:crypto";

const ID_BYTES = 10;

/** The secrets of a service, with the id of the version that they are on its host. */
export interface SecretsVersion {
  readonly secrets: Readonly<Record<string, string>>;
  /** Empty where there are none. */
  readonly id: string;
}

/**
 * The id of a service's secrets: that of the version before for as long as they are the same, or a new one. It is drawn, never
 * made of the values: it names a directory, and stands in the unit for everybody to read, who could otherwise try out what
 * they guess.
 */
export function credentialsId(secrets: SecretsVersion["secrets"], before: SecretsVersion): string {
  if (Object.keys(secrets).length === 0) return "";
  return before.id !== "" && isSame(secrets, before.secrets)
    ? before.id
    : randomBytes(ID_BYTES).toString("hex");
}

function isSame(a: SecretsVersion["secrets"], b: SecretsVersion["secrets"]): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
