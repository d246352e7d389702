import { createHmac, randomBytes } from "node:crypto";
import type { Credentials } from "./credentials";
import type { HostKey } from "./hostKey";
import { type HostTrust, hostKeyVerdict } from "./hostKeyVerdict";
import type { PreparedHop } from "./preparedHop";
import type { SshError } from "./sshError";

/** Of this process alone: passwords are among what is digested, and a digest that got out must not help to guess them. */
const PEPPER = randomBytes(32);

function digest(what: unknown): string {
  return createHmac("sha256", PEPPER).update(JSON.stringify(what)).digest("base64url");
}

/**
 * Equal for connections that log in to the same place, as the same user and with the same credentials, so that one may
 * serve for the other. Not in it is how its host key is known, since that is asked of each who wants to use it, nor who
 * becomes root by which password. `way` is the connection to the proxy in front.
 */
export function connectionIdentity({ hop, credentials }: PreparedHop, way: unknown): string {
  const { host, port, user } = hop;
  return digest([way, host, port, user, shown(credentials)]);
}

/** A key by its public half: nobody has that with another private one. */
function shown({ privateKeys, agentSocketPath, agentKeys, password }: Credentials): unknown {
  const publicKeys = privateKeys.map(({ key }) => key.getPublicSSH().toString("base64"));
  return [publicKeys, agentSocketPath, agentKeys?.map((key) => key.toString("base64")), password];
}

/** Equal for dials that have the same patience, so that one may wait for the other's. */
export function dialPatience({ hop }: PreparedHop): string {
  return `${hop.dialErrorLimit} ${hop.dialTimeoutMs}`;
}

/** Whether a connection on which this key was shown is one that `trust` would have let come about. */
export function isTrusted(trust: HostTrust, shownKey: HostKey): boolean {
  return ["trusted", "accepted"].includes(hostKeyVerdict(trust, shownKey).kind);
}

/**
 * Whether the failure of a dial is also that of somebody who waited for it instead of dialling himself: he would have met
 * the same, and a wrong password is not sent twice. Who came while it was being tried again has tries of his own.
 */
export function isCommonFailure(
  error: SshError,
  dialled: PreparedHop,
  waiting: PreparedHop,
  cameLate: boolean,
): boolean {
  const terms = ({ hop: { role, property }, trust, credentials }: PreparedHop): string =>
    JSON.stringify([role, property, trust, credentials.remarks]);
  return terms(dialled) === terms(waiting) && !(cameLate && error.failure.transient === true);
}
