import { type Credentials, credentialsOf } from "./credentials";
import type { Hop } from "./hop";
import type { HostTrust } from "./hostKeyVerdict";
import { type HostKeySources, hostTrust } from "./hostTrust";

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
  return {
    hop,
    credentials: credentialsOf(hop, preparation.sessionAgent),
    trust: await hostTrust(hop, preparation),
  };
}
