import type { ParsedKey } from "ssh2";
import type { Hop } from "./hop";
import { fingerprint } from "./hostKey";
import { readPrivateKey } from "./privateKey";
import { SshError } from "./sshError";

/** What can be shown to a host; at least one of them is there. */
export interface Credentials {
  readonly privateKey?: ParsedKey;
  readonly agentSocketPath?: string;
  readonly password?: string;
}

/**
 * The credentials of an endpoint, read and checked before anything is dialled. The agent of the session is the fallback
 * when neither key nor password is given.
 */
export function credentialsOf(hop: Hop, sessionAgent: string | undefined): Credentials {
  const { privateKey, privateKeyPassword, password } = hop.spec;
  const nothingElse = privateKey === undefined && password === undefined;
  const agentSocketPath = hop.spec.agentSocketPath ?? (nothingElse ? sessionAgent : undefined);
  if (privateKey !== undefined) {
    const reading = readPrivateKey(privateKey, privateKeyPassword);
    if ("key" in reading) return { privateKey: reading.key, agentSocketPath, password };
    throw new SshError(hop, {
      stage: "authentication",
      problem: `${hop.property}.privateKey cannot be used: ${reading.problem}`,
      details: ["It must be the text of a private key, from -----BEGIN to -----END; it is not shown here."],
    });
  }
  if (agentSocketPath === undefined && password === undefined) {
    throw new SshError(hop, {
      stage: "authentication",
      problem: "no way to log in is given",
      details: [
        `Set ${hop.property}.privateKey, ${hop.property}.password or ${hop.property}.agentSocketPath,`,
        "or start an SSH agent: SSH_AUTH_SOCK is not set.",
      ],
    });
  }
  return { agentSocketPath, password };
}

/** `ssh-ed25519 SHA256:…`, of the public half. */
export function describeKey(key: ParsedKey): string {
  return `${key.type} ${fingerprint(key.getPublicSSH())}`;
}
