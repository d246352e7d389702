import { describe, expect, it } from "vitest";
import { knownHostsName, matchesHosts, parseKnownHosts } from "../../../provider/ssh/knownHosts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKswsHkDdfvGL3jT8YzSjTlYq5qteNp9oLM3MgVLVKK9";
// ssh-keygen -H made these of 203.0.113.7 and [203.0.113.7]:2222.
const HASHED = "|1|zOQMGVfD2OWkSCJi55jTj9JGMXk=|mNcS1wrBnVDzivHkO+FgENhXDcA=";
const HASHED_2222 = "|1|vcIlDlVl670tFHlrzhv1YvKc9NI=|AdAMmxMhub0B3th3tJho36wd9pQ=";

describe("parseKnownHosts", () => {
  it("reads lines with their number, their marker and their key", () => {
    const text = [
      "# a comment",
      "",
      `web1,203.0.113.7 ${KEY} root@web1`,
      `@revoked * ${KEY}`,
      `\t@cert-authority *.example.com ${KEY}\r`,
    ].join("\n");
    expect(parseKnownHosts(text, "known_hosts")).toMatchObject([
      { at: "known_hosts:3", marker: undefined, hosts: "web1,203.0.113.7", key: { type: "ssh-ed25519" } },
      { at: "known_hosts:4", marker: "revoked", hosts: "*" },
      { at: "known_hosts:5", marker: "cert-authority", hosts: "*.example.com" },
    ]);
  });

  it.each([
    ["a marker that is not known", `@trusted web1 ${KEY}`],
    ["a line without a key", "web1"],
    ["a damaged key", "web1 ssh-ed25519 AAAA"],
    ["an old line of SSH 1", "web1 1024 35 1234567890"],
    ["a key that is commented out", `#web1 ${KEY}`],
  ])("passes over %s", (_what, line) => {
    expect(parseKnownHosts(line, "known_hosts")).toEqual([]);
  });
});

describe("matchesHosts", () => {
  it.each([
    ["web1", "web1", true],
    ["web1", "web10", false],
    ["web1,203.0.113.7", "203.0.113.7", true],
    ["203.0.113.7", "203x0.113.7", false],
    ["Web1.Example.COM", "web1.example.com", true],
    ["*.example.com", "web1.example.com", true],
    ["*.example.com", "example.com", false],
    ["web?", "web1", true],
    ["web?", "web10", false],
    ["*.example.com,!web2.example.com", "web1.example.com", true],
    ["*.example.com,!web2.example.com", "web2.example.com", false],
    ["!web2", "web1", false],
    ["[203.0.113.7]:2222", "[203.0.113.7]:2222", true],
    ["[203.0.113.7]:2222", "203.0.113.7", false],
    ["203.0.113.7", "[203.0.113.7]:2222", false],
    ["[*.example.com]:2222", "[web1.example.com]:2222", true],
    ["2001:db8::1", "2001:db8::1", true],
    [HASHED, "203.0.113.7", true],
    [HASHED, "[203.0.113.7]:2222", false],
    [HASHED, "203.0.113.8", false],
    [HASHED_2222, "[203.0.113.7]:2222", true],
    [HASHED.replace("|1|", "|2|"), "203.0.113.7", false],
    ["|1|", "203.0.113.7", false],
  ])("%s means %s: %s", (hosts, name, expected) => {
    expect(matchesHosts(hosts, name)).toBe(expected);
  });
});

describe("knownHostsName", () => {
  it("has the port in it unless it is 22, and is in lower case", () => {
    expect(knownHostsName("Web1", 22)).toBe("web1");
    expect(knownHostsName("203.0.113.7", 2222)).toBe("[203.0.113.7]:2222");
  });
});
