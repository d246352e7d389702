import { printable } from "./printable";

/** Which step on the way to a shell on the host failed; `lost` is a connection that had worked. */
export type SshStage =
  | "config"
  | "resolve"
  | "dial"
  | "handshake"
  | "host-key"
  | "authentication"
  | "exec"
  | "sudo"
  | "lost";

/** What went wrong, in words without the place: pure code decides it, `SshError` adds where. */
export interface SshFailure {
  readonly stage: SshStage;
  /** One clause without a full stop: "connection refused". */
  readonly problem: string;
  /** What was tried, what it means and what to do, a line each. Never a key or a password. */
  readonly details?: readonly string[];
  /** The same thing may succeed a moment later: the host is booting, the network was away. */
  readonly transient?: boolean;
  /** The same, for a host that was seen booting: cloud-init may add the key after sshd has started. */
  readonly healsWhileBooting?: boolean;
}

/** One end of a connection on the way to the host. `proxy` is a jump host. */
export interface SshPlace {
  readonly endpoint: string;
  readonly role: "host" | "proxy";
  /** Where its settings stand in the program: `connection`, `connection.proxy`, `connection.proxy.proxy`. */
  readonly property: string;
  /** For one that stands in no program: the host in whose section of the SSH configuration it is the ProxyJump. */
  readonly jumpOf?: string;
  /** Endpoints of the jump hosts in front, if there are any: `jump@a:22, then jump@b:22`. */
  readonly through?: string;
}

/**
 * A connection that could not be made or did not last, in layers: `stage` for programs, `shortMessage` for one row,
 * `message` with everything a person needs. None of them contains a key or a password.
 */
export class SshError extends Error {
  override readonly name = "SshError";
  /** `deploy@203.0.113.7:22` */
  readonly endpoint: string;
  /** Whether it is the host itself that failed, or a jump host on the way. */
  readonly hop: "host" | "proxy";
  readonly stage: SshStage;
  readonly shortMessage: string;
  /** What was wrong without the place, to be told again with more details. */
  readonly failure: SshFailure;

  constructor(place: SshPlace, failure: SshFailure) {
    const { jumpOf, property } = place;
    const source = jumpOf === undefined ? property : `ProxyJump of ${jumpOf}`;
    const where = place.role === "proxy" ? `${place.endpoint} (${source})` : place.endpoint;
    const shortMessage = printable(`${where}: ${failure.problem}`);
    const route = place.through === undefined ? [] : [`The way to it is through ${place.through}.`];
    if (jumpOf !== undefined)
      route.push(`It is known from the SSH configuration; ${property} in the program would take its place.`);
    super([shortMessage, ...(failure.details ?? []).map(printable), ...route].join("\n  "));
    this.endpoint = place.endpoint;
    this.hop = place.role;
    this.stage = failure.stage;
    this.shortMessage = shortMessage;
    this.failure = failure;
  }
}

/** The connection worked and then went away: reconnecting, and asking the host what became of the work, makes sense. */
export function isLost(error: unknown): error is SshError {
  return error instanceof SshError && error.stage === "lost";
}
