import type { ParsedKey } from "ssh2";
import type { Hop } from "./hop";
import { fingerprint } from "./hostKey";
import type { Identities, OfferedKey } from "./identityFiles";
import { readPrivateKey } from "./privateKey";
import { SshError } from "./sshError";

/** What can be shown to a host; at least one of them is there. */
export interface Credentials {
  readonly privateKeys: readonly OfferedKey[];
  readonly agentSocketPath?: string;
  /** The public halves to which the agent is confined (IdentitiesOnly); without it all that it holds are tried. */
  readonly agentKeys?: readonly Buffer[];
  readonly password?: string;
  /** What could not be used, for the text of a refusal. */
  readonly remarks: readonly string[];
}

/**
 * The credentials of an endpoint, read and checked before anything is dialled. The agent of the session is the fallback
 * when neither key nor password is given. `identities`, from a configuration, count when no key is given.
 */
export function credentialsOf(
  hop: Hop,
  sessionAgent: string | undefined,
  identities: Identities | undefined,
): Credentials {
  const { privateKey, privateKeyPassword, password, fromConfig } = hop.spec;
  const nothingElse = privateKey === undefined && password === undefined;
  const usualAgent = fromConfig?.identityAgent ?? sessionAgent;
  const agent = hop.spec.agentSocketPath ?? (nothingElse ? usualAgent : undefined);
  const agentSocketPath = agent === "none" ? undefined : agent;
  if (privateKey !== undefined) {
    const reading = readPrivateKey(privateKey, privateKeyPassword);
    if ("key" in reading) {
      return { privateKeys: [{ key: reading.key }], agentSocketPath, password, remarks: [] };
    }
    throw new SshError(hop, {
      stage: "authentication",
      problem: `${hop.property}.privateKey cannot be used: ${reading.problem}`,
      details: ["It must be the text of a private key, from -----BEGIN to -----END; it is not shown here."],
    });
  }
  const { keys = [], remarks = [], publicKeys } = identities ?? {};
  if (agentSocketPath === undefined && password === undefined && keys.length === 0) {
    throw new SshError(hop, {
      stage: "authentication",
      problem: "no way to log in is given",
      details: [
        `Set ${hop.property}.privateKey, ${hop.property}.password or ${hop.property}.agentSocketPath,`,
        "or start an SSH agent: SSH_AUTH_SOCK is not set.",
        ...remarks,
      ],
    });
  }
  const agentKeys = fromConfig?.identitiesOnly ? publicKeys : undefined;
  return { privateKeys: keys, agentSocketPath, agentKeys, password, remarks };
}

/** `ssh-ed25519 SHA256:…`, of the public half. */
export function describeKey(key: ParsedKey): string {
  return `${key.type} ${fingerprint(key.getPublicSSH())}`;
}
