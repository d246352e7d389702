import { configuredRoute } from "./config/configuredRoute";
import { type Connection, connectionAt } from "./connection";
import type { ConnectionSpec } from "./connectionSpec";
import { dial } from "./dial";
import { inTurn } from "./dialGate";
import { dialWithRetries } from "./dialRetry";
import { handshake } from "./handshake";
import { routeOf } from "./hop";
import { defaultKnownHostsFiles } from "./hostTrust";
import { keepLink } from "./link";
import { PendingDial } from "./pendingDial";
import { type PreparedHop, prepareHop } from "./preparedHop";
import { connectionIdentity, isTrusted } from "./sameConnection";
import { type Berth, type Purpose, SharedLink } from "./sharedLink";

export interface ConnectOptions {
  /** The host's key as an earlier connection gave it (`Connection.hostKey`). `spec.hostKey` outranks it. */
  readonly pinnedHostKey?: string;
  /** Ends the attempt to connect. The connection, once made, is ended by its `close`. */
  readonly signal: AbortSignal;
  /** Called while dials fail and are tried again. */
  onProgress(text: string): void;
  /** @default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts */
  readonly knownHostsFiles?: readonly string[];
}

export interface ConnectionsOptions {
  /**
   * How long a login that nobody uses is kept for the next who wants it: long enough for what depends on another resource
   * of the same host. @default 60 000
   */
  readonly idleMs?: number;
  /** A host that is silent for this long counts as lost. @default 30 000 */
  readonly silenceLimitMs?: number;
}

interface Going extends ConnectOptions {
  readonly proxies: readonly PreparedHop[];
  readonly host: PreparedHop;
}

/** The logins of a process. Whoever wants to go where somebody went before him shares what that one has opened. */
export class Connections {
  readonly #idleMs: number;
  readonly #silenceLimitMs: number;
  /** Both with what makes them the same (`connectionIdentity`). */
  readonly #links = new Map<SharedLink, string>();
  readonly #dials = new Map<PendingDial, string>();

  constructor({ idleMs = 60_000, silenceLimitMs = 30_000 }: ConnectionsOptions = {}) {
    this.#idleMs = idleMs;
    this.#silenceLimitMs = silenceLimitMs;
  }

  /**
   * Connects to a host, through its proxies if it has any, or shares a connection that is there already.
   *
   * Dials that may heal (refused, no answer, dropped in the handshake: a host that is still booting) are tried again as
   * `dialErrorLimit` says; host keys that are not accepted are errors at once, and so are credentials, unless the host was
   * seen booting: its keys may come a little later than its sshd.
   *
   * @throws SshError, or `signal.reason`
   */
  async connect(spec: ConnectionSpec, options: ConnectOptions): Promise<Connection> {
    const going = { ...options, ...(await prepareRoute(spec, options)) };
    return connectionAt(await this.#berthAt(going), (signal) => this.#berthAt({ ...going, signal }));
  }

  /** Ends what nobody uses now. */
  endIdle(): void {
    for (const link of this.#links.keys()) link.endIfIdle();
  }

  async #berthAt(going: Going): Promise<Berth> {
    let way: Berth | undefined;
    try {
      for (const proxy of going.proxies) {
        const next = await this.#berth(proxy, way, "dials", going);
        way?.link.end();
        way = next;
      }
      return await this.#berth(going.host, way, "sessions", going);
    } finally {
      // Whatever was dialled through it keeps it.
      way?.link.end();
    }
  }

  async #berth(hop: PreparedHop, way: Berth | undefined, purpose: Purpose, going: Going): Promise<Berth> {
    const identity = connectionIdentity(hop, way?.shared.id);
    for (;;) {
      const link = only(this.#links, identity).find(
        (other) => other.hasRoomFor(purpose) && isTrusted(hop.trust, other.hostKey),
      );
      if (link !== undefined) return link.use(hop.hop, purpose);
      const dial =
        only(this.#dials, identity).find((other) => other.hasRoomFor(hop, purpose)) ??
        this.#dial(hop, way, identity);
      const made = await dial.wait(hop, going.signal, going.onProgress);
      // One that was lost at once is for its user to find out: to dial again is his to decide.
      if (made?.isUsable === false) return made.use(hop.hop, purpose);
    }
  }

  #dial(prepared: PreparedHop, way: Berth | undefined, identity: string): PendingDial {
    const through = way?.shared.use(way.link.hop, "dials");
    const dial = new PendingDial(prepared, async (signal, onProgress) => {
      try {
        const link = await this.#reach(prepared, through, signal, onProgress);
        this.#links.set(link, identity);
        void link.ended.then(() => this.#links.delete(link));
        return link;
      } catch (error) {
        through?.link.end();
        throw error;
      } finally {
        this.#dials.delete(dial);
      }
    });
    this.#dials.set(dial, identity);
    return dial;
  }

  #reach(
    prepared: PreparedHop,
    way: Berth | undefined,
    signal: AbortSignal,
    onProgress: (text: string) => void,
  ): Promise<SharedLink> {
    const { hop } = prepared;
    const dialOnce = async (): Promise<SharedLink> => {
      const transport = await dial(hop, way?.link, signal);
      try {
        const login = await handshake(transport, prepared, this.#silenceLimitMs / 3, signal);
        const link = keepLink(hop, login, transport, this.#silenceLimitMs);
        return new SharedLink(link, way, this.#idleMs);
      } catch (error) {
        transport.destroy();
        throw error;
      }
    };
    return dialWithRetries(hop, () => inTurn(hop, dialOnce, signal), signal, onProgress);
  }
}

function only<T>(all: ReadonlyMap<T, string>, identity: string): readonly T[] {
  return [...all].filter(([, other]) => other === identity).map(([one]) => one);
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
