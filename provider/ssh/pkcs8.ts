import { createPrivateKey, type KeyObject } from "node:crypto";

/**
 * PKCS#8, which ssh2 doesn't read, as a format that it does: `tls.PrivateKey` of Pulumi and `openssl genpkey` write it.
 * `undefined` when the passphrase is wrong, or for kinds of keys that SSH has no use for.
 */
export function openSshForm(pem: string, passphrase: string | undefined): string | undefined {
  try {
    const key = createPrivateKey({ key: pem, passphrase });
    switch (key.asymmetricKeyType) {
      case "rsa":
        return key.export({ type: "pkcs1", format: "pem" }).toString();
      case "ec":
        return key.export({ type: "sec1", format: "pem" }).toString();
      case "ed25519":
        return ed25519Form(key);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** openssh-key-v1, unencrypted, one key (OpenSSH's PROTOCOL.key). There is no older form for ed25519. */
function ed25519Form(key: KeyObject): string {
  const { x, d } = key.export({ format: "jwk" });
  const publicPart = Buffer.from(x ?? "", "base64url");
  const seed = Buffer.from(d ?? "", "base64url");
  const type = field("ssh-ed25519");
  // Two equal integers let a reader tell a right passphrase from a wrong one; without encryption any will do.
  const check = Buffer.alloc(8);
  const secretPart = padded(
    Buffer.concat([check, type, field(publicPart), field(Buffer.concat([seed, publicPart])), field("")]),
  );
  const none = Buffer.concat([field("none"), field("none"), field("")]);
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    none,
    uint32(1),
    field(Buffer.concat([type, field(publicPart)])),
    field(secretPart),
  ]);
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** To whole blocks of 8 bytes, with 1, 2, 3, … */
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
