import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSpec, EndpointSpec, ProxySpec } from "../provider/ssh/connectionSpec";
import type { Lifted, LiftedFields } from "./lifted";

/** What `@pulumi/command` takes as its connection. It knows one jump host, and no configuration of OpenSSH. */
export type CommandConnection = Omit<ConnectionSpec, "sudoPassword" | "acceptNewHostKey" | "config">;

const CREDENTIALS = ["password", "privateKey", "privateKeyPassword", "sudoPassword"] as const;

/**
 * The connection with each credential marked secret, those of all jump hosts too. Field by field, so that a diff still shows a
 * changed host or user.
 */
export function sealed(connection: Lifted<ConnectionSpec>): Lifted<ConnectionSpec> {
  return mapInput(connection, sealedRoute);
}

function sealedRoute<E extends LiftedFields<ProxySpec>>(endpoint: E): E {
  const { proxy } = endpoint;
  if (proxy === undefined) return sealedFields(endpoint);
  return { ...sealedFields(endpoint), proxy: mapInput(proxy, (inner) => inner && sealedRoute(inner)) };
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
export function forCommand({
  sudoPassword,
  acceptNewHostKey,
  config,
  ...rest
}: ConnectionSpec): CommandConnection {
  return rest;
}

/** What decides whether a host is verified; the value of an output counts as given. */
export interface Verification {
  hostKey?: unknown;
  acceptNewHostKey?: unknown;
  config?: unknown;
  proxy?: { hostKey?: unknown; proxy?: unknown };
}

/**
 * Why `@pulumi/command` must not be let near a host, if so: without `hostKey` it logs in to whoever answers (the provider
 * asks known_hosts then), and what it doesn't know of a connection, which is written at `path`, it passes over.
 */
export function unverified(
  { hostKey, acceptNewHostKey, config, proxy }: Verification,
  path: string,
): string | undefined {
  const beyond = config ? `${path}.config` : proxy?.proxy !== undefined && `${path}.proxy.proxy`;
  if (beyond) {
    return (
      `prepare: these commands run through @pulumi/command, which doesn't know ${beyond}. Write the connection with one ` +
      "proxy at most, or prepare the host in another way."
    );
  }
  const missing = [
    ...(hostKey === undefined ? [`${path}.hostKey`] : []),
    ...(proxy !== undefined && proxy.hostKey === undefined ? [`${path}.proxy.hostKey`] : []),
  ];
  if (missing.length === 0 || acceptNewHostKey) return undefined;
  return (
    `prepare: these commands run through @pulumi/command, which verifies a host only by the key it is given, and there is ` +
    `no ${missing.join(" and no ")}. Set it to what \`ssh-keyscan <host>\` prints after the name (ssh-ed25519 AAAA…), or ` +
    "set acceptNewHostKey to trust whoever answers."
  );
}
