import type { ExecChannel } from "./exec";
import { formatHostKey } from "./hostKey";
import { lostError } from "./link";
import type { Berth } from "./sharedLink";
import type { SshError, SshPlace } from "./sshError";

/** A connection to a host, in the hands of one who uses it. Others may use the same login; this one ends for him alone. */
export interface Connection {
  /** `deploy@203.0.113.7:22` */
  readonly endpoint: string;
  /** The key that the host showed, and that was accepted: `ssh-ed25519 AAAA…`. To be pinned. */
  readonly hostKey: string;
  /** The host as an SshError names it. */
  readonly place: SshPlace;
  /** Runs a command through the user's login shell, without a terminal. `signal` ends the waiting for it to start. */
  exec(command: string, signal?: AbortSignal): Promise<ExecChannel>;
  /** Hangs up all that was begun here. Resolves when what nobody else uses is closed, after a second at most. */
  close(): Promise<void>;
  /** When it has ended: with a `lost` error, or with `undefined` after `close`. Never rejects. */
  readonly closed: Promise<SshError | undefined>;
}

/** @param further gives a berth with room for one more session, should sshd allow no more on this one */
export function connectionAt(
  { shared, link }: Berth,
  further: (signal: AbortSignal) => Promise<Berth>,
): Connection {
  const { endpoint, role, property, through } = link.hop;
  const leaving = new AbortController();
  const begun = new Map<ExecChannel, Berth>();

  const openAt = async (berth: Berth, command: string, signal: AbortSignal) => {
    if (!berth.shared.hasRoomBeside && berth.link.unusable() === undefined) return undefined;
    const channel = await berth.shared.exec(berth.link, command, signal);
    if (channel === undefined) return undefined;
    begun.set(channel, berth);
    void channel.closed.then(() => begun.delete(channel));
    return channel;
  };
  const openFurther = async (command: string, signal: AbortSignal): Promise<ExecChannel> => {
    const berth = await further(signal);
    let channel: ExecChannel | undefined;
    try {
      channel = await openAt(berth, command, signal);
    } finally {
      if (channel === undefined) berth.link.end();
    }
    void channel?.closed.then(() => berth.link.end());
    return channel ?? openFurther(command, signal);
  };

  return {
    endpoint,
    // Not the whole hop: that has the credentials in it.
    place: { endpoint, role, property, through },
    hostKey: formatHostKey(link.hostKey),
    async exec(command, signal = new AbortController().signal) {
      const until = AbortSignal.any([signal, leaving.signal]);
      return (await openAt({ shared, link }, command, until)) ?? (await openFurther(command, until));
    },
    async close() {
      leaving.abort(lostError(link.hop, "it was closed"));
      for (const [channel, berth] of begun) {
        channel.close();
        berth.link.end();
      }
      link.end();
      await shared.settled();
    },
    closed: link.ended,
  };
}
