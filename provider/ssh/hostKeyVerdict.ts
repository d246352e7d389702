import { type HostKey, sameHostKey } from "./hostKey";
import { type KnownHostsLine, knownHostsName, matchesHosts } from "./knownHosts";

/** What is known about a host's key before it shows one: the first source that says anything decides alone. */
export type HostTrust = StatedTrust | KnownHostsTrust;

/** Written by the user (`hostKey`), or pinned at an earlier connection. */
export interface StatedTrust {
  readonly source: "hostKey" | "pinned";
  readonly keys: readonly HostKey[];
}

export interface KnownHostsTrust {
  readonly source: "known_hosts";
  /** Lines about this host and port. */
  readonly lines: readonly KnownHostsLine[];
  /** Lines about the host without its port: good to recognise it, not to suspect it. */
  readonly portless: readonly KnownHostsLine[];
  /** Whether an unknown key may be accepted. A changed one never is. */
  readonly acceptNew: boolean;
}

export type HostKeyVerdict =
  | { readonly kind: "trusted" }
  | { readonly kind: "accepted" }
  | { readonly kind: "revoked"; readonly at: string }
  | { readonly kind: "mismatch"; readonly expected: readonly ExpectedKey[] }
  | { readonly kind: "unknown"; readonly authority?: string };

export interface ExpectedKey {
  readonly key: HostKey;
  /** Line of a known_hosts file, where the expectation comes from one. */
  readonly at?: string;
}

export function knownHostsTrust(
  lines: readonly KnownHostsLine[],
  host: string,
  port: number,
  acceptNew: boolean,
): KnownHostsTrust {
  const about = (name: string) => lines.filter((line) => matchesHosts(line.hosts, name));
  const portless = port === 22 ? [] : about(knownHostsName(host, 22));
  return { source: "known_hosts", lines: about(knownHostsName(host, port)), portless, acceptNew };
}

/** The keys by which the host is known, for the order of algorithms to offer. */
export function knownKeys(trust: HostTrust): readonly HostKey[] {
  if (trust.source !== "known_hosts") return trust.keys;
  const usable = trust.lines.some(isPlain) ? trust.lines : trust.portless;
  return usable.filter(isPlain).map((line) => line.key);
}

/** Decides on the key that a host shows. Strict: what is not known is not trusted, what has changed is refused. */
export function hostKeyVerdict(trust: HostTrust, shown: HostKey): HostKeyVerdict {
  return trust.source === "known_hosts" ? byKnownHosts(trust, shown) : byStatement(trust, shown);
}

function byStatement(trust: StatedTrust, shown: HostKey): HostKeyVerdict {
  if (trust.keys.some((key) => sameHostKey(key, shown))) return { kind: "trusted" };
  return { kind: "mismatch", expected: trust.keys.map((key) => ({ key })) };
}

function byKnownHosts(trust: KnownHostsTrust, shown: HostKey): HostKeyVerdict {
  const everything = [...trust.lines, ...trust.portless];
  const same = everything.filter((line) => sameHostKey(line.key, shown));
  const revoked = same.find((line) => line.marker === "revoked");
  if (revoked !== undefined) return { kind: "revoked", at: revoked.at };
  if (same.some(isPlain)) return { kind: "trusted" };

  const expected = trust.lines.filter(isPlain);
  if (expected.length > 0) return { kind: "mismatch", expected };
  if (trust.acceptNew) return { kind: "accepted" };
  return { kind: "unknown", authority: everything.find((line) => line.marker === "cert-authority")?.at };
}

function isPlain(line: KnownHostsLine): boolean {
  return line.marker === undefined;
}
