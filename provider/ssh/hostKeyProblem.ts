import type { Hop } from "./hop";
import { describeHostKey, formatHostKey, type HostKey } from "./hostKey";
import type { HostKeyVerdict, HostTrust } from "./hostKeyVerdict";
import { knownHostsName } from "./knownHosts";
import type { SshFailure } from "./sshError";

/** A verdict in words, with both fingerprints and the ways out; `undefined` when the key is good. */
export function hostKeyProblem(
  verdict: HostKeyVerdict,
  source: HostTrust["source"],
  shown: HostKey,
  hop: Hop,
): SshFailure | undefined {
  switch (verdict.kind) {
    case "trusted":
    case "accepted":
      return undefined;
    case "revoked":
      return failure("the host shows a revoked key", [
        `It shows: ${describeHostKey(shown)}, marked @revoked in ${verdict.at}.`,
        "Whoever answers holds a key that is known to be compromised. Make new host keys on the host.",
      ]);
    case "mismatch":
      return failure("host key mismatch: this may not be the machine you mean", [
        ...verdict.expected.map(
          ({ key, at }) => `Expected: ${describeHostKey(key)} (${at ?? ORIGIN[source](hop)}).`,
        ),
        `It shows: ${describeHostKey(shown)}.`,
        "Either the host was reinstalled, or someone answers in its place. If you know why it changed,",
        `${MISMATCH_REMEDY[source](hop)}.`,
      ]);
    case "unknown":
      return failure("host key unknown", [
        `It shows: ${describeHostKey(shown)}.`,
        ...(verdict.authority === undefined ? [] : [certificateAuthority(verdict.authority)]),
        "Compare that with what the host itself says, on its console:",
        `  ssh-keygen -lf /etc/ssh/ssh_host_${keyFile(shown)}_key.pub`,
        "Then choose one of",
        `- ${knownHostsLine(hop, shown)} >> ${knownHostsFile(hop)}`,
        `- ${hop.property}.hostKey: "${formatHostKey(shown)}"`,
        hop.role === "host"
          ? `- ${hop.property}.acceptNewHostKey: true, which trusts the first key it shows and wants that one from then on`
          : "(connection.acceptNewHostKey is for the host only: nothing would remember the key of a proxy.)",
      ]);
  }
}

/** `hostKey` is not a public key: said before anything is dialled. */
export function malformedHostKey(hop: Hop, text: string): SshFailure {
  const looksLike = /^(SHA256|MD5):/.test(text.trim())
    ? "It is a fingerprint; the key itself is needed."
    : "It should read like a known_hosts line without the name: ssh-ed25519 AAAA…";
  return failure(`${hop.property}.hostKey is not a public key`, [
    looksLike,
    `${whereToScan(hop)} prints it.`,
  ]);
}

function failure(problem: string, details: readonly string[]): SshFailure {
  return { stage: "host-key", problem, details };
}

const ORIGIN: Record<HostTrust["source"], (hop: Hop) => string> = {
  hostKey: (hop) => `${hop.property}.hostKey`,
  pinned: () => "pinned in the stack's state at an earlier connection",
  known_hosts: () => "known_hosts",
};

const MISMATCH_REMEDY: Record<HostTrust["source"], (hop: Hop) => string> = {
  hostKey: (hop) => `put the new key into ${hop.property}.hostKey`,
  pinned: (hop) => `set ${hop.property}.hostKey to the new key (${whereToScan(hop)} prints it)`,
  known_hosts: (hop) =>
    `remove the old line (ssh-keygen -R '${nameInKnownHosts(hop)}' -f ${knownHostsFile(hop)}) and add the new key`,
};

function certificateAuthority(at: string): string {
  return `${at} trusts a certificate authority (@cert-authority) for it; host certificates are not supported here.`;
}

function keyFile(key: HostKey): string {
  return key.type.startsWith("ecdsa") ? "ecdsa" : key.type.replace(/^ssh-/, "");
}

function keyscan(hop: Hop, key: HostKey): string {
  return knownHostsScan(hop).replace("ssh-keyscan", `ssh-keyscan -t ${keyFile(key)}`);
}

/**
 * A command that prints a line for known_hosts. Under a HostKeyAlias ssh-keyscan(1) would print the wrong name, and it goes
 * through no proxy.
 */
function knownHostsLine(hop: Hop, key: HostKey): string {
  const canScan = hop.spec.fromConfig?.hostKeyAlias === undefined && hop.through === undefined;
  return canScan ? keyscan(hop, key) : `echo '${nameInKnownHosts(hop)} ${formatHostKey(key)}'`;
}

function nameInKnownHosts(hop: Hop): string {
  return hop.spec.fromConfig?.hostKeyAlias ?? knownHostsName(hop.host, hop.port);
}

/** The first of the files that are asked: ssh(1) writes there, too. */
function knownHostsFile(hop: Hop): string {
  return hop.spec.fromConfig?.knownHostsFiles?.[0] ?? "~/.ssh/known_hosts";
}

function whereToScan(hop: Hop): string {
  return hop.through === undefined ? knownHostsScan(hop) : `${knownHostsScan(hop)}, run on its proxy,`;
}

function knownHostsScan(hop: Hop): string {
  return hop.port === 22 ? `ssh-keyscan ${hop.host}` : `ssh-keyscan -p ${hop.port} ${hop.host}`;
}
