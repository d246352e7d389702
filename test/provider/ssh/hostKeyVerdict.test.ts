import { describe, expect, it } from "vitest";
import { type HostKey, parseHostKeys } from "../../../provider/ssh/hostKey";
import { hostKeyVerdict, knownHostsTrust, knownKeys } from "../../../provider/ssh/hostKeyVerdict";
import { parseKnownHosts } from "../../../provider/ssh/knownHosts";
import { makeKey } from "./support/keys";

const [A, B, ECDSA] = [makeKey().public, makeKey().public, makeKey("ecdsa").public];

function key(text: string): HostKey {
  const [parsed] = parseHostKeys(text);
  if (parsed === undefined) throw new Error(`not a key: ${text}`);
  return parsed;
}

function verdict(
  lines: readonly string[],
  options: { port?: number; acceptNew?: boolean; shown?: string } = {},
) {
  const parsed = parseKnownHosts(lines.join("\n"), "kh");
  const trust = knownHostsTrust(parsed, "Web1", options.port ?? 22, options.acceptNew ?? false);
  return hostKeyVerdict(trust, key(options.shown ?? A));
}

describe("by a stated key", () => {
  it.each(["hostKey", "pinned"] as const)("%s decides alone", (source) => {
    expect(hostKeyVerdict({ source, keys: [key(A)] }, key(A))).toEqual({ kind: "trusted" });
    expect(hostKeyVerdict({ source, keys: [key(B), key(A)] }, key(A))).toEqual({ kind: "trusted" });
    expect(hostKeyVerdict({ source, keys: [key(B)] }, key(A))).toEqual({
      kind: "mismatch",
      expected: [{ key: key(B) }],
    });
  });
});

describe("by known_hosts", () => {
  it.each([
    ["the key is there", [`web1 ${A}`], "trusted"],
    ["one of several keys", [`web1 ${B}`, `web1 ${A}`], "trusted"],
    ["by a pattern", [`web* ${A}`], "trusted"],
    ["another key of the same type", [`web1 ${B}`], "mismatch"],
    ["a key of another type only", [`web1 ${ECDSA}`], "mismatch"],
    ["nothing", [], "unknown"],
    ["only other hosts", [`web2 ${A}`], "unknown"],
    ["taken out by a negation", [`web*,!web1 ${A}`], "unknown"],
    ["the key is revoked", [`web1 ${A}`, `@revoked * ${A}`], "revoked"],
    ["another key is revoked", [`web1 ${A}`, `@revoked * ${B}`], "trusted"],
    ["a certificate authority", [`@cert-authority * ${B}`], "unknown"],
    ["the key of a certificate authority is no host key", [`@cert-authority * ${A}`], "unknown"],
  ])("%s", (_what, lines, expected) => {
    expect(verdict(lines).kind).toBe(expected);
  });

  it.each([
    ["an unknown key is accepted", [], "accepted"],
    ["a changed one is not", [`web1 ${B}`], "mismatch"],
    ["nor one of another type", [`web1 ${ECDSA}`], "mismatch"],
    ["nor a revoked one", [`@revoked * ${A}`], "revoked"],
    ["a known one is simply trusted", [`web1 ${A}`], "trusted"],
  ])("with acceptNewHostKey, %s", (_what, lines, expected) => {
    expect(verdict(lines, { acceptNew: true }).kind).toBe(expected);
  });

  it.each([
    ["the line with the port", [`[web1]:2222 ${A}`], "trusted"],
    ["the same key without the port is recognised", [`web1 ${A}`], "trusted"],
    ["another key without the port is no reason for alarm", [`web1 ${B}`], "unknown"],
    ["another key with the port is", [`[web1]:2222 ${B}`], "mismatch"],
    ["a revoked key without the port", [`@revoked web1 ${A}`], "revoked"],
  ])("on another port: %s", (_what, lines, expected) => {
    expect(verdict(lines, { port: 2222 }).kind).toBe(expected);
  });

  it("tells where its expectation, a revocation or an authority comes from", () => {
    expect(verdict(["", `web1 ${B}`])).toMatchObject({ expected: [{ at: "kh:2" }] });
    expect(verdict([`@revoked * ${A}`])).toMatchObject({ at: "kh:1" });
    expect(verdict([`@cert-authority * ${B}`])).toMatchObject({ authority: "kh:1" });
  });
});

describe("knownKeys", () => {
  it("are those to ask the host for", () => {
    const lines = parseKnownHosts(`web1 ${ECDSA}\n@revoked * ${A}\n[web1]:2222 ${B}`, "kh");
    const types = (port: number) =>
      knownKeys(knownHostsTrust(lines, "web1", port, false)).map((known) => known.type);
    expect(types(22)).toEqual(["ecdsa-sha2-nistp256"]);
    expect(types(2222)).toEqual(["ssh-ed25519"]);
    expect(types(2200)).toEqual(["ecdsa-sha2-nistp256"]);
  });
});
