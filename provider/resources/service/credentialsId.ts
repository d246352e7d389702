import { createHash, randomBytes } from "node:crypto";

const ID_BYTES = 10;
export const ID_HEX_DIGITS = 2 * ID_BYTES;

/** The secrets of a service, with the id of the version that they are on its host. */
export interface SecretsVersion {
  readonly secrets: Readonly<Record<string, string>>;
  /** Empty where there are none. */
  readonly id: string;
}

/**
 * The id of a service's secrets: that of the version before for as long as they are the same, or a new one. It is drawn, never
 * made of the values: it names a directory, and stands in the unit for everybody to read, who could otherwise try out what
 * they guess. The engine draws `seed` for each Check, and gives `pulumi up --plan` that of the plan, so that it comes to the
 * release that was planned.
 */
export function credentialsId(
  secrets: SecretsVersion["secrets"],
  before: SecretsVersion,
  seed: Uint8Array = randomBytes(ID_BYTES),
): string {
  if (Object.keys(secrets).length === 0) return "";
  if (before.id !== "" && isSame(secrets, before.secrets)) return before.id;
  const drawn = idOf(seed);
  // A plan followed twice. What a running service may still read is never written over.
  return drawn === before.id ? idOf(randomBytes(ID_BYTES)) : drawn;
}

function idOf(seed: Uint8Array): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, ID_HEX_DIGITS);
}

function isSame(a: SecretsVersion["secrets"], b: SecretsVersion["secrets"]): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
