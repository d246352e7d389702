import type { ConfiguredEndpoint } from "./config/configuredEndpoint";
import type { ConfiguredRoute } from "./config/configuredRoute";
import type { SshPlace } from "./sshError";

/** As in `@pulumi/command`; ssh(1) would take the name of whoever runs it. */
export const DEFAULT_USER = "root";

/** One machine to log in to, with all defaults filled in. */
export interface Hop extends SshPlace {
  readonly spec: ConfiguredEndpoint;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** How many failed dials are borne; `Infinity`: no maximum. */
  readonly dialErrorLimit: number;
  /** For the TCP connection, and again for the SSH handshake on it; `Infinity`: no maximum. */
  readonly dialTimeoutMs: number;
}

/** The way to the host; proxies in the order in which they are dialled. */
export interface Route {
  readonly proxies: readonly Hop[];
  readonly host: Hop;
}

export function routeOf(spec: ConfiguredRoute): Route {
  const proxies = proxiesOf(spec, "connection");
  return { proxies, host: hop(spec, "host", "connection", proxies) };
}

function proxiesOf({ proxy }: ConfiguredRoute, property: string): readonly Hop[] {
  if (proxy === undefined) return [];
  const own = `${property}.proxy`;
  const before = proxiesOf(proxy, own);
  return [...before, hop(proxy, "proxy", own, before)];
}

function hop(spec: ConfiguredEndpoint, role: Hop["role"], property: string, before: readonly Hop[]): Hop {
  const host = spec.host.replace(/^\[(.*)\]$/, "$1");
  const port = spec.port ?? 22;
  const user = spec.user ?? DEFAULT_USER;
  return {
    spec,
    role,
    property,
    jumpOf: spec.jumpOf,
    host,
    port,
    user,
    endpoint: `${user}@${bracketed(host)}:${port}`,
    through: before.length === 0 ? undefined : before.map(({ endpoint }) => endpoint).join(", then "),
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
