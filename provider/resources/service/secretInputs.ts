import { Archive, Asset, Secret, Unknown, type Value, type ValueMap } from "../value";

/** What of an endpoint lets its reader in. */
const SECRET_FIELDS = ["password", "privateKey", "privateKeyPassword", "sudoPassword"];

function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(
      value instanceof Secret ||
      value instanceof Unknown ||
      value instanceof Asset ||
      value instanceof Archive
    )
  );
}

function seal(value: Value): Value {
  return value instanceof Secret || value === null ? value : new Secret(value);
}

function sealEndpoint(endpoint: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(endpoint).map(([field, value]) => {
      if (field === "proxy" && isMap(value)) return [field, sealEndpoint(value)];
      return [field, SECRET_FIELDS.includes(field) ? seal(value) : value];
    }),
  );
}

/** Each by itself, so that a diff still shows which of them changed. What is no object of texts may hold some all the same. */
function sealEach(secrets: Value): Value {
  if (!isMap(secrets)) return secrets instanceof Unknown ? secrets : seal(secrets);
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, seal(value)]));
}

/**
 * The inputs with every credential of the connection and every secret of the service marked secret. The component does so
 * already; this is for users of the raw resource, whose program may hand over a key as plain text.
 */
export function sealInputs(inputs: ValueMap): ValueMap {
  const { connection, secrets } = inputs;
  return {
    ...inputs,
    ...(isMap(connection) && { connection: sealEndpoint(connection) }),
    ...(secrets !== undefined && { secrets: sealEach(secrets) }),
  };
}

/** Whether any part of a value was marked secret. */
export function hasSecret(value: Value | undefined): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isMap(value) && Object.values(value).some(hasSecret);
}

/** Every text in the inputs that was marked secret: what must not appear in any message. */
export function secretTexts(value: Value | undefined, inSecret = false): string[] {
  if (value instanceof Secret) return secretTexts(value.content, true);
  if (typeof value === "string") return inSecret && value !== "" ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretTexts(item, inSecret));
  return isMap(value) ? Object.values(value).flatMap((item) => secretTexts(item, inSecret)) : [];
}
