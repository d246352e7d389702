import { type Connection, connectionOver } from "./connection";
import type { ConnectionSpec } from "./connectionSpec";
import { type Credentials, credentialsOf } from "./credentials";
import { dial } from "./dial";
import { dialWithRetries } from "./dialRetry";
import { handshake } from "./handshake";
import { type Hop, routeOf } from "./hop";
import type { HostTrust } from "./hostKeyVerdict";
import { defaultKnownHostsFiles, hostTrust } from "./hostTrust";
import { keepLink, type Link } from "./link";

export interface ConnectOptions {
  /** The host's key as an earlier connection gave it (`Connection.hostKey`). `spec.hostKey` outranks it. */
  readonly pinnedHostKey?: string;
  /** Ends the attempt to connect. The connection, once made, is ended by its `close`. */
  readonly signal: AbortSignal;
  /** Called while dials fail and are tried again. */
  onProgress(text: string): void;
  /** A host that is silent for this long counts as lost. @default 30 000 */
  readonly silenceLimitMs?: number;
  /** @default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts */
  readonly knownHostsFiles?: readonly string[];
}

/**
 * Connects to a host, through its proxy if it has one.
 *
 * Dials that may heal (refused, no answer, dropped in the handshake: a host that is still booting) are tried again as
 * `dialErrorLimit` says; credentials and host keys that are not accepted are errors at once.
 *
 * @throws SshError, or `signal.reason`. Nothing stays open then.
 */
export async function connect(spec: ConnectionSpec, options: ConnectOptions): Promise<Connection> {
  const route = routeOf(spec);
  const host = await prepare(route.host, options, options.pinnedHostKey, spec.acceptNewHostKey === true);
  // Nothing would remember the key of a proxy: it has to be known.
  const proxies = await Promise.all(route.proxies.map((proxy) => prepare(proxy, options, undefined, false)));
  const links: Link[] = [];
  try {
    for (const proxy of proxies) links.push(await reach(proxy, links.at(-1), options));
    return connectionOver(await reach(host, links.at(-1), options), links);
  } catch (error) {
    for (const link of links.reverse()) link.end();
    throw error;
  }
}

/** A hop with everything that could be checked before the first dial. */
interface PreparedHop {
  readonly hop: Hop;
  readonly credentials: Credentials;
  readonly trust: HostTrust;
}

async function prepare(
  hop: Hop,
  options: ConnectOptions,
  pinned: string | undefined,
  acceptNew: boolean,
): Promise<PreparedHop> {
  const credentials = credentialsOf(hop, process.env.SSH_AUTH_SOCK);
  const files = options.knownHostsFiles ?? defaultKnownHostsFiles();
  return { hop, credentials, trust: await hostTrust(hop, pinned, acceptNew, files) };
}

function reach(prepared: PreparedHop, proxy: Link | undefined, options: ConnectOptions): Promise<Link> {
  const { hop, credentials, trust } = prepared;
  const { signal, onProgress, silenceLimitMs = 30_000 } = options;
  const dialOnce = async (): Promise<Link> => {
    const transport = await dial(hop, proxy?.client, signal);
    const login = await handshake(transport, hop, credentials, trust, silenceLimitMs / 3, signal);
    return keepLink(hop, login, transport, silenceLimitMs);
  };
  return dialWithRetries(hop, dialOnce, signal, onProgress);
}
