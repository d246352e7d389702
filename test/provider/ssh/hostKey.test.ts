import { describe, expect, it } from "vitest";
import {
  describeHostKey,
  formatHostKey,
  hostKeyAlgorithms,
  hostKeyFrom,
  hostKeyOf,
  parseHostKeys,
} from "../../../provider/ssh/hostKey";
import { makeKey } from "./support/keys";

// Made by ssh-keygen, as is its fingerprint.
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKswsHkDdfvGL3jT8YzSjTlYq5qteNp9oLM3MgVLVKK9";
const FINGERPRINT = "SHA256:Rp9iYVuaVJY6s+4XwtTFokdZ0JMXnfnnQ41iHsXVtlU";

describe("parseHostKeys", () => {
  it.each([
    ["a key", KEY],
    ["with a comment", `${KEY} root@web1`],
    ["a .pub file", `${KEY} root@web1\n`],
    ["a known_hosts line", `203.0.113.7 ${KEY}`],
    ["with the port", `[203.0.113.7]:2222 ${KEY} comment`],
    ["ssh-keyscan's output", `# 203.0.113.7:22 SSH-2.0-OpenSSH_9.2\n203.0.113.7 ${KEY}\n`],
    ["a text from Windows", `${KEY}\r\n`],
  ])("reads %s", (_what, text) => {
    expect(parseHostKeys(text).map(formatHostKey)).toEqual([KEY]);
  });

  it("reads all keys of a host", () => {
    const other = makeKey("ecdsa").public;
    expect(parseHostKeys(`h ${KEY}\nh ${other}\n`).map((key) => key.type)).toEqual([
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
    ]);
  });

  it.each([
    ["nothing", ""],
    ["a fingerprint", FINGERPRINT],
    ["a key cut off before its first field ends", "ssh-ed25519 AAAAC3Nz"],
    ["a key of another type than it says", KEY.replace("ssh-ed25519", "ssh-rsa")],
    ["only the blob", KEY.split(" ")[1] ?? ""],
    ["a comment", `# ${KEY}`],
  ])("finds no key in %s", (_what, text) => {
    expect(parseHostKeys(text)).toEqual([]);
  });
});

describe("a host key", () => {
  it("has the fingerprint that ssh-keygen prints", () => {
    expect(parseHostKeys(KEY).map(describeHostKey)).toEqual([`ssh-ed25519 ${FINGERPRINT}`]);
  });

  it("is the same from the wire and from text", () => {
    const [type, blob] = KEY.split(" ");
    expect(hostKeyOf(Buffer.from(blob ?? "", "base64"))).toEqual(hostKeyFrom(type, blob));
  });
});

describe("hostKeyAlgorithms", () => {
  it("offers the algorithms of known keys first, and all others after them", () => {
    const ecdsa = parseHostKeys(makeKey("ecdsa").public);
    expect(hostKeyAlgorithms(ecdsa)).toEqual([
      "ecdsa-sha2-nistp256",
      "ssh-ed25519",
      "ecdsa-sha2-nistp384",
      "ecdsa-sha2-nistp521",
      "rsa-sha2-512",
      "rsa-sha2-256",
    ]);
  });

  it("asks for a known RSA key by both of its safe algorithms", () => {
    expect(hostKeyAlgorithms([{ type: "ssh-rsa", blob: "" }]).slice(0, 2)).toEqual([
      "rsa-sha2-512",
      "rsa-sha2-256",
    ]);
  });

  it("never offers SHA-1", () => {
    expect(hostKeyAlgorithms([{ type: "ssh-rsa", blob: "" }])).not.toContain("ssh-rsa");
  });
});
