import { type Credentials, credentialsOf } from "./credentials";
import type { Hop } from "./hop";
import type { HostTrust } from "./hostKeyVerdict";
import { type HostKeySources, hostTrust } from "./hostTrust";
import { readIdentities } from "./identityFiles";

/** A hop with everything that can be read and checked before the first dial. */
export interface PreparedHop {
  readonly hop: Hop;
  readonly credentials: Credentials;
  readonly trust: HostTrust;
}

export interface Preparation extends HostKeySources {
  /** Socket of the session's SSH agent. */
  readonly sessionAgent: string | undefined;
}

export async function prepareHop(hop: Hop, preparation: Preparation): Promise<PreparedHop> {
  const { fromConfig, privateKey, privateKeyPassword } = hop.spec;
  const identities =
    fromConfig === undefined || privateKey !== undefined
      ? undefined
      : await readIdentities(fromConfig, privateKeyPassword);
  return {
    hop,
    credentials: credentialsOf(hop, preparation.sessionAgent, identities),
    trust: await hostTrust(hop, preparation),
  };
}
