import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readPrivateKey } from "../../../provider/ssh/privateKey";
import { makeEncryptedKey, makeKey } from "./support/keys";

const PASSPHRASE = "battery staple";
const key = makeKey();
const encrypted = makeEncryptedKey(PASSPHRASE);

/** In the forms that openssl, and Pulumi's `tls.PrivateKey`, write. */
function pem(
  type: "ed25519" | "ec" | "rsa",
  format: "pkcs8" | "pkcs1" | "sec1",
  passphrase?: string,
): string {
  const pair =
    type === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : type === "ec"
        ? generateKeyPairSync("ec", { namedCurve: "P-256" })
        : generateKeyPairSync("ed25519");
  const cipher = passphrase === undefined ? {} : { cipher: "aes-128-cbc", passphrase };
  return pair.privateKey.export({ type: format as "pkcs8", format: "pem", ...cipher }).toString();
}

describe("readPrivateKey reads a key that signs", () => {
  it.each([
    ["OpenSSH", key.private, undefined, "ssh-ed25519"],
    ["OpenSSH, encrypted", encrypted, PASSPHRASE, "ssh-ed25519"],
    ["OpenSSH with a passphrase that it doesn't need", key.private, PASSPHRASE, "ssh-ed25519"],
    ["without its last newline", key.private.trimEnd(), undefined, "ssh-ed25519"],
    ["with blank lines around", `\n\n${key.private}\n\n`, undefined, "ssh-ed25519"],
    ["from Windows", key.private.replaceAll("\n", "\r\n"), undefined, "ssh-ed25519"],
    ["PEM, RSA", pem("rsa", "pkcs1"), undefined, "ssh-rsa"],
    ["PEM, RSA, encrypted", pem("rsa", "pkcs1", PASSPHRASE), PASSPHRASE, "ssh-rsa"],
    ["PEM, EC", pem("ec", "sec1"), undefined, "ecdsa-sha2-nistp256"],
    ["PKCS#8, RSA", pem("rsa", "pkcs8"), undefined, "ssh-rsa"],
    ["PKCS#8, RSA, encrypted", pem("rsa", "pkcs8", PASSPHRASE), PASSPHRASE, "ssh-rsa"],
    ["PKCS#8, EC", pem("ec", "pkcs8"), undefined, "ecdsa-sha2-nistp256"],
    ["PKCS#8, Ed25519", pem("ed25519", "pkcs8"), undefined, "ssh-ed25519"],
  ])("%s", (_what, text, passphrase, type) => {
    const reading = readPrivateKey(text, passphrase);
    if (!("key" in reading)) throw new Error(reading.problem);
    expect(reading.key.type).toBe(type);
    expect(reading.key.verify("data", reading.key.sign("data"))).toBe(true);
  });
});

describe("readPrivateKey says what else it looks like", () => {
  const lines = key.private.trimEnd().split("\n");
  it.each([
    ["nothing", "", undefined, "it is empty"],
    ["a path", "~/.ssh/id_ed25519", undefined, "it is a path"],
    ["a relative path", "./keys/deploy.pem", undefined, "it is a path"],
    ["a Windows path", "C:\\Users\\me\\.ssh\\id_rsa", undefined, "it is a path"],
    ["a file name", "id_ed25519", undefined, "it is a path"],
    ["a public key", key.public, undefined, "it is a public key"],
    [
      "a public key in PEM",
      "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----",
      undefined,
      "it is a public key",
    ],
    ["PuTTY's format", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", undefined, "puttygen"],
    [
      "a certificate",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
      undefined,
      "it is a certificate",
    ],
    [
      "base64 of it all",
      Buffer.from(key.private).toString("base64"),
      undefined,
      "it is base64 of a key file",
    ],
    ["newlines turned into \\n", lines.join("\\n"), undefined, "its line breaks were lost"],
    ["newlines turned into blanks", lines.join(" "), undefined, "its line breaks were lost"],
    ["newlines dropped", lines.join(""), undefined, "its line breaks were lost"],
    ["the first half", lines.slice(0, -2).join("\n"), undefined, "its END line is missing"],
    ["a line is missing", lines.filter((_, index) => index !== 2).join("\n"), undefined, "it is damaged"],
    ["no passphrase", encrypted, undefined, "it is encrypted and privateKeyPassword is missing"],
    ["a wrong passphrase", encrypted, "wrong", "privateKeyPassword does not open it"],
    ["no passphrase, PEM", pem("rsa", "pkcs1", PASSPHRASE), undefined, "privateKeyPassword is missing"],
    ["no passphrase, PKCS#8", pem("rsa", "pkcs8", PASSPHRASE), undefined, "privateKeyPassword is missing"],
    [
      "a wrong passphrase, PKCS#8",
      pem("rsa", "pkcs8", PASSPHRASE),
      "wrong",
      "privateKeyPassword does not open it",
    ],
    ["some text", "hunter2", undefined, "it does not begin with -----BEGIN"],
  ])("%s", (_what, text, passphrase, expected) => {
    const reading = readPrivateKey(text, passphrase);
    const problem = "problem" in reading ? reading.problem : "(no problem)";
    expect(problem).toContain(expected);
    for (const line of [...text.split(/\s/), passphrase ?? PASSPHRASE]) {
      if (line.length > 12) expect(problem).not.toContain(line);
    }
  });
});
