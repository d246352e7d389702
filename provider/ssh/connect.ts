import { configuredRoute } from "./config/configuredRoute";
import { type Connection, connectionOver } from "./connection";
import type { ConnectionSpec } from "./connectionSpec";
import { dial } from "./dial";
import { inTurn } from "./dialGate";
import { dialWithRetries } from "./dialRetry";
import { handshake } from "./handshake";
import { routeOf } from "./hop";
import { defaultKnownHostsFiles } from "./hostTrust";
import { keepLink, type Link } from "./link";
import { type PreparedHop, prepareHop } from "./preparedHop";

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
 * Connects to a host, through its proxies if it has any.
 *
 * Dials that may heal (refused, no answer, dropped in the handshake: a host that is still booting) are tried again as
 * `dialErrorLimit` says; host keys that are not accepted are errors at once, and so are credentials, unless the host was
 * seen booting: its keys may come a little later than its sshd.
 *
 * @throws SshError, or `signal.reason`. Nothing stays open then.
 */
export async function connect(spec: ConnectionSpec, options: ConnectOptions): Promise<Connection> {
  const { proxies, host } = await prepareRoute(spec, options);
  const links: Link[] = [];
  try {
    for (const proxy of proxies) links.push(await reach(proxy, links.at(-1), options));
    return connectionOver(await reach(host, links.at(-1), options), links);
  } catch (error) {
    for (const link of links.toReversed()) link.end();
    await Promise.all(links.map((link) => link.ended));
    throw error;
  }
}

async function prepareRoute(spec: ConnectionSpec, options: ConnectOptions) {
  const route = routeOf(await configuredRoute(spec));
  const common = {
    knownHostsFiles: options.knownHostsFiles ?? defaultKnownHostsFiles(),
    sessionAgent: process.env.SSH_AUTH_SOCK || undefined,
  };
  const { pinnedHostKey } = options;
  const acceptNewHostKey = spec.acceptNewHostKey ?? route.host.spec.fromConfig?.acceptNewHostKey ?? false;
  return {
    host: await prepareHop(route.host, { ...common, pinnedHostKey, acceptNewHostKey }),
    // Nothing would remember the key of a proxy: it has to be known.
    proxies: await Promise.all(
      route.proxies.map((proxy) => prepareHop(proxy, { ...common, acceptNewHostKey: false })),
    ),
  };
}

function reach(prepared: PreparedHop, proxy: Link | undefined, options: ConnectOptions): Promise<Link> {
  const { signal, onProgress, silenceLimitMs = 30_000 } = options;
  const { hop } = prepared;
  const dialOnce = async (): Promise<Link> => {
    const transport = await dial(hop, proxy, signal);
    try {
      const login = await handshake(transport, prepared, silenceLimitMs / 3, signal);
      return keepLink(hop, login, transport, silenceLimitMs);
    } catch (error) {
      transport.destroy();
      throw error;
    }
  };
  return dialWithRetries(hop, () => inTurn(hop, dialOnce, signal), signal, onProgress);
}
