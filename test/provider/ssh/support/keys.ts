import { generateKeyPairSync } from "node:crypto";
import { utils } from "ssh2";
import { openSshForm } from "../../../../provider/ssh/pkcs8";

export interface KeyPair {
  /** Text of a private key file. */
  readonly private: string;
  /** `ssh-ed25519 AAAA…` */
  readonly public: string;
}

/** Not by ssh2's own generator: one of 256 ed25519 keys that 1.17 makes is malformed. */
export function makeKey(type: "ed25519" | "ecdsa" = "ed25519"): KeyPair {
  const { privateKey } =
    type === "ecdsa" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
  const text = openSshForm(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), undefined) ?? "";
  const parsed = utils.parseKey(text);
  if (parsed instanceof Error) throw parsed;
  return { private: text, public: `${parsed.type} ${parsed.getPublicSSH().toString("base64")}` };
}

/** In OpenSSH's encrypted format, which only ssh2's generator writes: until it has made a good one. */
export function makeEncryptedKey(passphrase: string): string {
  for (;;) {
    const options = { passphrase, cipher: "aes256-ctr", rounds: 4 };
    const pair = utils.generateKeyPairSync("ed25519", options);
    if (!(utils.parseKey(pair.private, passphrase) instanceof Error)) return pair.private;
  }
}
