import type { ConnectionSpec, EndpointSpec } from "./connectionSpec";
import type { SshPlace } from "./sshError";

/** One machine to log in to, with all defaults filled in. */
export interface Hop extends SshPlace {
  readonly spec: EndpointSpec;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Where its settings stand in the program, for error texts: `connection` or `connection.proxy`. */
  readonly property: string;
  /** How many failed dials are borne; `Infinity`: no maximum. */
  readonly dialErrorLimit: number;
  /** For the TCP connection, and again for the SSH handshake on it; `Infinity`: no maximum. */
  readonly dialTimeoutMs: number;
}

/** The way to the host. The contract has one proxy at most; nothing but this function counts them. */
export interface Route {
  readonly proxies: readonly Hop[];
  readonly host: Hop;
}

export function routeOf(spec: ConnectionSpec): Route {
  const host = hop(spec, "host", "connection");
  if (spec.proxy === undefined) return { proxies: [], host };
  const proxy = hop(spec.proxy, "proxy", "connection.proxy");
  return { proxies: [proxy], host: { ...host, through: proxy.endpoint } };
}

function hop(spec: EndpointSpec, role: Hop["role"], property: string): Hop {
  const port = spec.port ?? 22;
  const user = spec.user ?? "root";
  return {
    spec,
    role,
    property,
    host: spec.host,
    port,
    user,
    endpoint: `${user}@${bracketed(spec.host)}:${port}`,
    dialErrorLimit: unlimitedIf(-1, spec.dialErrorLimit ?? 10),
    dialTimeoutMs: unlimitedIf(0, spec.perDialTimeout ?? 15) * 1000,
  };
}

/** The host as a person writes it: the port only where it is not the usual one. */
export function address(hop: Hop): string {
  return hop.port === 22 ? hop.host : `${bracketed(hop.host)}:${hop.port}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function unlimitedIf(sentinel: number, limit: number): number {
  return limit === sentinel ? Number.POSITIVE_INFINITY : limit;
}
