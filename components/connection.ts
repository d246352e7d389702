import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSpec, EndpointSpec } from "../provider/ssh/connectionSpec";
import type { Lifted, LiftedFields } from "./lifted";

/** What `@pulumi/command` takes as its connection. */
export type CommandConnection = Omit<ConnectionSpec, "sudoPassword" | "acceptNewHostKey">;

const CREDENTIALS = ["password", "privateKey", "privateKeyPassword", "sudoPassword"] as const;

/**
 * The connection with each credential marked secret, the jump host's too. Field by field, so that a diff still shows a
 * changed host or user.
 */
export function sealed(connection: Lifted<ConnectionSpec>): Lifted<ConnectionSpec> {
  return mapInput(connection, (fields) => ({
    ...sealedFields(fields),
    ...(fields.proxy === undefined
      ? {}
      : { proxy: mapInput(fields.proxy, (proxy) => proxy && sealedFields(proxy)) }),
  }));
}

function sealedFields<E extends LiftedFields<EndpointSpec & { sudoPassword?: string }>>(endpoint: E): E {
  const given = CREDENTIALS.filter((field) => endpoint[field] !== undefined);
  return {
    ...endpoint,
    ...Object.fromEntries(given.map((field) => [field, pulumi.secret(endpoint[field])])),
  };
}

/** Like `apply`, but a plain value stays plain: its fields keep their own secrecy and dependencies. */
export function mapInput<T, U>(input: pulumi.Input<T>, map: (value: T) => U): pulumi.Input<U> {
  return pulumi.Output.isInstance(input) || input instanceof Promise
    ? (pulumi.output(input).apply((value) => map(value as T)) as pulumi.Output<U>)
    : map(input as T);
}

/** Our connection as `@pulumi/command` knows it. */
export function forCommand({ sudoPassword, acceptNewHostKey, ...rest }: ConnectionSpec): CommandConnection {
  return rest;
}

/** What decides whether a host is verified; the value of an output counts as given. */
export interface Verification {
  hostKey?: unknown;
  acceptNewHostKey?: unknown;
  proxy?: { hostKey?: unknown };
}

/**
 * Why `@pulumi/command` must not be let near a host, if so: without `hostKey` it logs in to whoever answers. The provider
 * asks known_hosts then; `@pulumi/command` can't.
 */
export function unverified({ hostKey, acceptNewHostKey, proxy }: Verification): string | undefined {
  const missing = [
    ...(hostKey === undefined ? ["connection.hostKey"] : []),
    ...(proxy !== undefined && proxy.hostKey === undefined ? ["connection.proxy.hostKey"] : []),
  ];
  if (missing.length === 0 || acceptNewHostKey) return undefined;
  return (
    `prepare: these commands run through @pulumi/command, which verifies a host only by the key it is given, and there is ` +
    `no ${missing.join(" and no ")}. Set it to what \`ssh-keyscan <host>\` prints after the name (ssh-ed25519 AAAA…), or ` +
    "set acceptNewHostKey to trust whoever answers."
  );
}
