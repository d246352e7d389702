/** How to reach a machine by SSH: the object that `@pulumi/command` takes, field by field. */
export interface EndpointSpec {
  /** Name, address (IPv6 with or without brackets, link-local ones with their zone), or an alias where `config` is set. */
  host: string;
  /** @default 22 */
  port?: number;
  /** @default "root" */
  user?: string;
  password?: string;
  /** The text of a private key (OpenSSH or PEM), not a path. */
  privateKey?: string;
  privateKeyPassword?: string;
  /** Socket of an SSH agent. @default $SSH_AUTH_SOCK, when neither key nor password is given */
  agentSocketPath?: string;
  /** The host's public key as a known_hosts line has it (`ssh-ed25519 AAAA…`). @default the user's known_hosts decides */
  hostKey?: string;
  /** How many dials may fail and be tried again: after one more the error stands. 0: a single dial; -1: no maximum. @default 10 */
  dialErrorLimit?: number;
  /** Seconds for one dial; 0 means no maximum. @default 15 */
  perDialTimeout?: number;
}

/** A jump host, which may be behind one itself: what is written innermost is dialled first. */
export interface ProxySpec extends EndpointSpec {
  proxy?: ProxySpec;
}

export interface ConnectionSpec extends ProxySpec {
  /**
   * Look hosts and proxies up in an OpenSSH client configuration (ssh_config(5)): `true` for `~/.ssh/config`, or the path
   * of a file, absolute or with `~`. What is written here outranks it. docs/connections.md says which keywords count;
   * nothing in it is run.
   * @default none is read
   */
  config?: boolean | string;
  /** For a user whose sudo asks for a password. */
  sudoPassword?: string;
  /**
   * Accept the key that the host shows when neither `hostKey` nor known_hosts knows it, and pin it: later connections
   * want the same one. @default false: an unknown host is an error that shows its fingerprint
   */
  acceptNewHostKey?: boolean;
}
