import { generateKeyPairSync } from "node:crypto";
import { utils } from "ssh2";
import { openSshForm } from "../../provider/ssh/pkcs8";

export interface SshKey {
  /** Text of a private key file. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
}

/** Not by ssh2's own generator: one of 256 ed25519 keys that 1.17 makes is malformed. */
export function newKey(): SshKey {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const privateKey = openSshForm(pem, undefined) ?? pem;
  const parsed = utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  return { privateKey, publicKey: `${parsed.type} ${parsed.getPublicSSH().toString("base64")}` };
}
