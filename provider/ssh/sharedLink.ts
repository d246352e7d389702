import { type ExecChannel, openExec, SessionRefused } from "./exec";
import type { Hop } from "./hop";
import type { HostKey } from "./hostKey";
import { type Link, lostError } from "./link";
import { SshError } from "./sshError";

/** How many sessions sshd allows on one connection unless it is told otherwise (sshd_config(5), MaxSessions). */
const MAX_SESSIONS = 10;

/** Kept free for what operations say from beside (cancel, turn), so that it need not wait for a further connection. */
const SESSIONS_BESIDE = 2;

export const MOST_OPERATIONS = MAX_SESSIONS - SESSIONS_BESIDE;

let linksMade = 0;

/** What a link is used for: sessions on its own machine, which sshd counts, or dials through it, which it doesn't. */
export type Purpose = "sessions" | "dials";

/** A link in the hands of one of its users. */
export interface Berth {
  readonly shared: SharedLink;
  /** Its errors name the place as the user knows it, and its `end` is the user's leaving. */
  readonly link: Link;
}

interface User {
  readonly purpose: Purpose;
  readonly hop: Hop;
  tell(loss: SshError | undefined): void;
}

/**
 * One logged-in connection and those who use it. When it is lost it is so for all of them; when the last one leaves it
 * stays for `idleMs`, for whoever comes next.
 */
export class SharedLink {
  readonly id = ++linksMade;
  readonly #link: Link;
  readonly #way: Berth | undefined;
  readonly #idleMs: number;
  readonly #users = new Set<User>();
  /** Those that this end knows of; sshd may still count one whose command goes on after its channel was closed. */
  #sessions = 0;
  #hadSessions = false;
  #hadUsers = false;
  #sessionLimit = MAX_SESSIONS;
  #isLeaving = false;
  #idle: NodeJS.Timeout | undefined;
  #loss: ((hop: Hop) => SshError | undefined) | undefined;
  readonly ended: Promise<void>;

  /** @param way the proxy in front, which is left when this one has ended */
  constructor(link: Link, way: Berth | undefined, idleMs: number) {
    this.#link = link;
    this.#way = way;
    this.#idleMs = idleMs;
    this.ended = link.ended.then(() => this.#finish());
    void way?.link.ended.then(() => link.end());
    this.#rest();
  }

  get hostKey(): HostKey {
    return this.#link.hostKey;
  }

  /** Whether one more user finds what he needs here. */
  hasRoomFor(purpose: Purpose): boolean {
    if (this.#link.silence() !== undefined) return false;
    if (purpose === "dials") return this.isUsable;
    const seats = Math.max(1, this.#sessionLimit - SESSIONS_BESIDE);
    const taken = [...this.#users].filter((user) => user.purpose === "sessions").length;
    return this.hasRoomBeside && taken < seats;
  }

  /** Whether one of its users may open one more session. */
  get hasRoomBeside(): boolean {
    return this.isUsable && this.#sessions < this.#sessionLimit;
  }

  get isUsable(): boolean {
    return !this.#isLeaving && this.#lossAt(this.#link.hop) === undefined;
  }

  use(hop: Hop, purpose: Purpose): Berth {
    clearTimeout(this.#idle);
    let hasLeft = false;
    let tell = (_loss: SshError | undefined): void => {};
    const ended = new Promise<SshError | undefined>((resolve) => {
      tell = resolve;
    });
    const user: User = { purpose, hop, tell };
    this.#users.add(user);
    this.#hadUsers = true;
    if (this.#loss !== undefined) tell(this.#loss(hop));
    const { client, hostKey } = this.#link;
    const link: Link = {
      hop,
      client,
      hostKey,
      ended,
      silence: () => this.#silenceAt(hop),
      unusable: () => (hasLeft ? lostError(hop, "it was closed") : this.#lossAt(hop)),
      flushed: async () => {
        await this.#link.flushed();
        await this.#way?.link.flushed();
      },
      end: () => {
        hasLeft = true;
        tell(undefined);
        if (this.#users.delete(user)) this.#rest();
      },
    };
    return { shared: this, link };
  }

  /**
   * Opens a session for the user of `link`; `undefined` when sshd allows no more of them on this connection.
   *
   * @throws SshError when it does not even allow the first
   */
  async exec(link: Link, command: string, signal: AbortSignal): Promise<ExecChannel | undefined> {
    const isFirst = !this.#hadSessions;
    this.#hadSessions = true;
    this.#sessions += 1;
    try {
      const channel = await openExec(link, command, signal);
      void channel.closed.then(() => {
        this.#sessions -= 1;
      });
      return channel;
    } catch (error) {
      this.#sessions -= 1;
      if (!(error instanceof SessionRefused) || isFirst) throw error;
      this.#sessionLimit = this.#sessions;
      return undefined;
    }
  }

  /** Ends it, unless somebody uses it. */
  endIfIdle(): void {
    if (this.#users.size > 0) return;
    clearTimeout(this.#idle);
    this.#isLeaving = true;
    this.#link.end();
  }

  /** If it is ending: when it has ended, and so have those on the way that nobody else uses. */
  async settled(): Promise<void> {
    if (!this.#isLeaving) return;
    await this.ended;
    await this.#way?.shared.settled();
  }

  /** The last user has left, or none has come yet. */
  #rest(): void {
    if (this.#users.size > 0) return;
    // A connection on which sshd allows no session any more is of no use to anybody.
    if (this.#hadUsers && (this.#idleMs === 0 || this.#sessionLimit === 0)) this.endIfIdle();
    else this.#idle = setTimeout(() => this.endIfIdle(), this.#idleMs).unref();
  }

  #finish(): void {
    clearTimeout(this.#idle);
    // Each machine on the way has its own count of silence, and that of the last one may be the first to run out.
    const onTheWay = this.#way?.link.unusable() ?? this.#way?.link.silence();
    const here = this.#link.unusable();
    this.#loss = (hop) => onTheWay ?? (here && new SshError(hop, here.failure));
    for (const user of this.#users) user.tell(this.#loss(user.hop));
    this.#users.clear();
    this.#way?.link.end();
    if (this.#isLeaving) this.#way?.shared.endIfIdle();
  }

  #silenceAt(hop: Hop): SshError | undefined {
    const here = this.#link.silence();
    return this.#way?.link.silence() ?? (here && new SshError(hop, here.failure));
  }

  /** A proxy that is gone takes what is behind it along, and is the one to name. */
  #lossAt(hop: Hop): SshError | undefined {
    if (this.#loss !== undefined) return this.#loss(hop);
    const here = this.#link.unusable();
    return this.#way?.link.unusable() ?? (here && new SshError(hop, here.failure));
  }
}
