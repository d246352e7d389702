import { type ParsedKey, utils } from "ssh2";
import { openSshForm } from "./pkcs8";

/** A key that can sign, or what the text looks like instead: one clause, nothing of the text in it. */
export type PrivateKeyReading = { readonly key: ParsedKey } | { readonly problem: string };

/**
 * Reads the text of a private key: OpenSSH's own format, PEM (RSA, EC) and PKCS#8. Surrounding blank space, a lost
 * trailing newline and CRLF are forgiven.
 */
export function readPrivateKey(text: string, passphrase?: string): PrivateKeyReading {
  const pem = text.trim().replaceAll("\r\n", "\n");
  const native = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----\n/.test(pem) ? openSshForm(pem, passphrase) : pem;
  const key = native === undefined ? undefined : parse(native, passphrase);
  return key === undefined ? { problem: whatItLooksLike(pem, passphrase) } : { key };
}

function parse(text: string, passphrase: string | undefined): ParsedKey | undefined {
  try {
    // A list where the format allows for several keys, which its declaration does not tell.
    const [key] = [utils.parseKey(text, passphrase)].flat();
    return key === undefined || key instanceof Error || !key.isPrivateKey() ? undefined : key;
  } catch {
    return undefined;
  }
}

/** The most telling sign first. */
function whatItLooksLike(text: string, passphrase: string | undefined): string {
  const sign = SIGNS.find(({ pattern }) => pattern.test(text));
  if (sign !== undefined) return sign.problem;
  if (!/-----END [A-Z ]*PRIVATE KEY-----$/.test(text)) return "it is cut off: its END line is missing";
  if (isEncrypted(text)) {
    return passphrase === undefined
      ? "it is encrypted and privateKeyPassword is missing"
      : "privateKeyPassword does not open it";
  }
  return "it is damaged, or of a kind that is not supported (supported: ed25519, ecdsa, rsa)";
}

const SIGNS: readonly { readonly pattern: RegExp; readonly problem: string }[] = [
  { pattern: /^$/, problem: "it is empty" },
  {
    pattern: /^\S+-cert-v0\d@openssh\.com /,
    problem:
      "it is a certificate (-cert.pub), and certificates are not supported here: the host must know the plain key (authorized_keys)",
  },
  {
    pattern: /^(ssh-|ecdsa-|sk-)[^\n]* AAAA|^-----? ?BEGIN (SSH2 |RSA )?PUBLIC KEY/,
    problem: "it is a public key; the private one is the file without .pub",
  },
  {
    pattern: /^PuTTY-User-Key-File/,
    problem: "it is in PuTTY's format; convert it: puttygen key.ppk -O private-openssh -o key",
  },
  { pattern: /^-----BEGIN CERTIFICATE/, problem: "it is a certificate, not a private key" },
  {
    pattern: /^LS0tLS1CRUdJTi/,
    problem: "it is base64 of a key file; decode it first",
  },
  {
    pattern: /^-----BEGIN [A-Z ]+-----(\\n|\\r| |(?=[^\n]))/,
    problem: "its line breaks were lost (on the way through an environment variable or a secret store?)",
  },
  {
    pattern: /^(~|\.{0,2}[\\/]|[A-Za-z]:\\)[^\n]*$|^[^\n]*(id_[a-z0-9]+|\.pem|\.key)$/,
    problem: 'it is a path; the text of the file is needed: fs.readFileSync(path, "utf8")',
  },
  {
    pattern: /^(?!-----BEGIN )/,
    problem: "it does not begin with -----BEGIN … PRIVATE KEY-----",
  },
];

function isEncrypted(pem: string): boolean {
  if (/^-----BEGIN ENCRYPTED|\nProc-Type: 4,ENCRYPTED/.test(pem)) return true;
  const body = Buffer.from(pem.split("\n").slice(1, -1).join(""), "base64");
  // A magic word, then the cipher's name with its length before it (OpenSSH's PROTOCOL.key).
  const magic = "openssh-key-v1\0";
  const cipher = body.toString("latin1", magic.length + 4, magic.length + 8);
  return body.toString("latin1", 0, magic.length) === magic && cipher !== "none";
}
