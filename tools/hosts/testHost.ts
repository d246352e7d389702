import type { CommandOptions, CommandResult } from "../process/command";

/** Debian 11, 12 and 13: systemd 247, 252 and 257. */
export type Release = "bullseye" | "bookworm" | "trixie";
export const RELEASES: readonly Release[] = ["bullseye", "bookworm", "trixie"];

/** What of Python 3 is installed: nothing, the interpreter, or python3-venv too. */
export type PythonVariant = "none" | "without-venv" | "venv";

/** A machine with a network that can fail. */
export type NetworkState = "up" | "silent" | "reset";

/** The password of `operator`, for login and for sudo. */
export const OPERATOR_PASSWORD = "correct horse";

/**
 * A machine with systemd as PID 1 and sshd, disposable. Its users: `root` (login by key), `deploy` (sudo without a
 * password), `operator` (login and sudo by {@link OPERATOR_PASSWORD}), `guest` (no sudo); one key opens all of them.
 */
export interface TestHost {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly release: Release;
  readonly user: "deploy";
  readonly privateKey: string;
  readonly privateKeyPath: string;
  /** `ssh-ed25519 AAAA…`, made for this host alone. */
  readonly hostKey: string;
  /**
   * A shell command as root inside, without ssh. Rejects when it can't run or exceeds `timeoutMs` (default 120 s). A host
   * that goes down ends it, with the code of the signal.
   */
  run(
    command: string,
    options?: Pick<CommandOptions, "input" | "timeoutMs" | "onLine">,
  ): Promise<CommandResult>;
  /** Returns when sshd answers again. `hard`: the machine loses its power, without a packet of goodbye. */
  reboot(how: "orderly" | "hard"): Promise<void>;
  /** `silent`: packets are dropped in both directions. `reset`: they are answered by a TCP reset. */
  network(state: NetworkState): Promise<void>;
  /**
   * From now on the packets of the SSH connections that exist are dropped in both directions, as by a firewall that lost
   * its state. New connections are not concerned.
   */
  dropConnections(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestHosts extends AsyncDisposable {
  readonly hosts: TestHost[];
  /** Ends all hosts and what was made for them. Twice is fine. */
  stop(): Promise<void>;
}

export interface HostsOptions {
  /** @default 1 */
  readonly count?: number;
  /** @default "bookworm" */
  readonly release?: Release;
  /** @default "venv" */
  readonly python?: PythonVariant;
  readonly onProgress?: (line: string) => void;
}

/** A way to have such machines. */
export interface HostDriver {
  /** Makes what is made once per machine: packages, images. */
  prepare(options: Required<Pick<HostsOptions, "release" | "python" | "onProgress">>): Promise<void>;
  start(options: Required<HostsOptions>): Promise<TestHosts>;
}
