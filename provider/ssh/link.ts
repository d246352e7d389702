import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import type { Login } from "./handshake";
import type { Hop } from "./hop";
import type { HostKey } from "./hostKey";
import { errorCode, networkReason } from "./networkReason";
import { SshError } from "./sshError";

/** How long a host may take to hear that we are leaving. */
const FAREWELL_MS = 1_000;

/** One logged-in SSH connection, to a proxy or to the host, that knows when and why it ended. */
export interface Link {
  readonly hop: Hop;
  readonly client: Client;
  readonly hostKey: HostKey;
  /** When it has ended: with a `lost` error, or with nothing if it was `end` that did it. */
  readonly ended: Promise<SshError | undefined>;
  /** The error to give to whoever wants to use it after its end. */
  unusable(): SshError | undefined;
  /** When nothing was heard for longer than keep-alives allow: it may be lost, and is not yet given up. */
  silence(): SshError | undefined;
  /** When all that was written so far is on its way. ssh2 takes whatever it is given, and nothing overtakes that. */
  flushed(): Promise<void>;
  end(): void;
}

/**
 * Watches over a logged-in client. Its host answers keep-alives, so nothing at all for `silenceLimitMs` means that it,
 * or the network, is gone. (ssh2's own count of unanswered keep-alives also runs out under a slow upload, when the
 * answers wait behind our data; the window adjustments that come meanwhile are a sign of life too.)
 */
export function keepLink(hop: Hop, login: Login, transport: Duplex, silenceLimitMs: number): Link {
  const { client, hostKey } = login;
  let leaving = false;
  let over = false;
  let heardAtMs = Date.now();
  let reason: string | undefined;
  let farewell: NodeJS.Timeout | undefined;
  let resolveEnded = (_error: SshError | undefined): void => {};
  const ended = new Promise<SshError | undefined>((resolve) => {
    resolveEnded = resolve;
  });
  const lost = (): SshError => lostError(hop, reason ?? "the host closed it");

  const finish = (): void => {
    over = true;
    clearTimeout(silence);
    clearTimeout(farewell);
    resolveEnded(leaving ? undefined : lost());
  };
  const silentMs = (): number => Date.now() - heardAtMs;
  const hangUp = (why: string): void => {
    reason ??= why;
    transport.destroy();
    finish();
  };

  const silence = setTimeout(() => hangUp(silenceOf(silenceLimitMs)), silenceLimitMs);
  transport.on("data", () => {
    heardAtMs = Date.now();
    // refresh() would revive a timer that was cleared.
    if (!over) silence.refresh();
  });
  client.on("error", (error: Error) => hangUp(networkReason(errorCode(error))));
  client.on("close", finish);

  return {
    hop,
    client,
    hostKey,
    ended,
    unusable: () => (leaving ? lostError(hop, "it was closed") : over ? lost() : undefined),
    silence: () => (silentMs() > silenceLimitMs / 2 ? lostError(hop, silenceOf(silentMs())) : undefined),
    flushed: () => new Promise((resolve) => transport.write("", () => resolve())),
    end() {
      if (leaving || over) return;
      leaving = true;
      client.end();
      farewell = setTimeout(() => hangUp("it was closed"), FAREWELL_MS);
    },
  };
}

function silenceOf(ms: number): string {
  return `nothing was heard for ${Math.round(ms / 100) / 10} s`;
}

/** A connection that had worked, and is gone. */
export function lostError(hop: Hop, reason: string): SshError {
  return new SshError(hop, {
    stage: "lost",
    problem: `connection lost: ${reason}`,
    transient: true,
  });
}
