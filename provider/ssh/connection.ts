import { type ExecChannel, openExec } from "./exec";
import { formatHostKey } from "./hostKey";
import type { Link } from "./link";
import type { SshError, SshPlace } from "./sshError";

/** A logged-in connection to a host. */
export interface Connection {
  /** `deploy@203.0.113.7:22` */
  readonly endpoint: string;
  /** The key that the host showed, and that was accepted: `ssh-ed25519 AAAA…`. To be pinned. */
  readonly hostKey: string;
  /** The host as an SshError names it. */
  readonly place: SshPlace;
  /** Runs a command through the user's login shell, without a terminal. `signal` ends the waiting for it to start. */
  exec(command: string, signal?: AbortSignal): Promise<ExecChannel>;
  /** Resolves when everything is closed, after a second at most. */
  close(): Promise<void>;
  /** When it has ended: with a `lost` error, or with `undefined` after `close`. Never rejects. */
  readonly closed: Promise<SshError | undefined>;
}

/** A connection over the links that make it up; when one of them ends, all do. */
export function connectionOver(host: Link, proxies: readonly Link[]): Connection {
  const links = [...proxies, host];
  // A proxy that is gone takes the links behind it along; it is the one that the error should name.
  const closed = Promise.race(links.map((link) => link.ended));
  const endAll = async (): Promise<void> => {
    for (const link of links.toReversed()) link.end();
    await Promise.all(links.map((link) => link.ended));
  };
  void closed.then(endAll);
  const { endpoint, role, through } = host.hop;
  return {
    endpoint,
    // Not the whole hop: that has the credentials in it.
    place: { endpoint, role, through },
    hostKey: formatHostKey(host.hostKey),
    exec: (command, signal = new AbortController().signal) => openExec(host, command, signal),
    close: endAll,
    closed,
  };
}
