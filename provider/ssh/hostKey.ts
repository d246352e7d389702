import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";

/** A host's public key, as two words of a known_hosts line. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  readonly type: string;
  /** The key itself, base64. */
  readonly blob: string;
}

/** `ssh-ed25519 AAAA…` */
export function formatHostKey(key: HostKey): string {
  return `${key.type} ${key.blob}`;
}

/** `SHA256:…`, as ssh-keygen(1) -l shows it. */
export function fingerprint(blob: Buffer | string): string {
  const bytes = typeof blob === "string" ? Buffer.from(blob, "base64") : blob;
  return `SHA256:${createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "")}`;
}

/** `ssh-ed25519 SHA256:…`: what a person compares. */
export function describeHostKey(key: HostKey): string {
  return `${key.type} ${fingerprint(key.blob)}`;
}

export function sameHostKey(one: HostKey, other: HostKey): boolean {
  return one.type === other.type && one.blob === other.blob;
}

/** From what a host shows on the wire: its type is the first field of the blob (RFC 4253, section 6.6). */
export function hostKeyOf(blob: Buffer): HostKey {
  return { type: typeInside(blob) ?? "unknown", blob: blob.toString("base64") };
}

/** `undefined` when the two words are not a public key: the type must be repeated inside the blob. */
export function hostKeyFrom(type: string | undefined, blob: string | undefined): HostKey | undefined {
  if (type === undefined || blob === undefined) return undefined;
  const bytes = Buffer.from(blob, "base64");
  return typeInside(bytes) === type ? { type, blob: bytes.toString("base64") } : undefined;
}

/**
 * The keys in a text that people paste: one key, an authorized_keys or known_hosts line, or all that ssh-keyscan(1)
 * printed. Empty when there is none.
 */
export function parseHostKeys(text: string): readonly HostKey[] {
  return text
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .flatMap((line) => {
      const words = line.trim().split(/\s+/);
      return words.flatMap((word, index) => hostKeyFrom(word, words[index + 1]) ?? []).slice(0, 1);
    });
}

/** SHA-1 signatures (`ssh-rsa` as an algorithm) are left out, as OpenSSH does since 8.8. */
const ALGORITHMS: readonly ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
];

/**
 * The algorithms to offer, those of known keys first: a host has several keys, and asked for an unknown one it would
 * look like another machine.
 */
export function hostKeyAlgorithms(known: readonly HostKey[]): ServerHostKeyAlgorithm[] {
  const types = new Set(known.map((key) => key.type));
  const isKnown = (algorithm: string) => types.has(algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm);
  return [...ALGORITHMS.filter(isKnown), ...ALGORITHMS.filter((algorithm) => !isKnown(algorithm))];
}

function typeInside(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined;
  const length = blob.readUInt32BE(0);
  if (length === 0 || length > 64 || blob.length <= 4 + length) return undefined;
  return blob.toString("latin1", 4, 4 + length);
}
