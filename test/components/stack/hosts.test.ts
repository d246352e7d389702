import { describe, expect, it } from "vitest";
import { parseHosts } from "../../../stack/hosts";

describe("hosts", () => {
  it("need no more than an address, which is their name then", () => {
    expect(parseHosts([{ host: "203.0.113.7" }])).toEqual({
      hosts: [{ name: "203.0.113.7", host: "203.0.113.7" }],
      problems: [],
    });
  });

  it("keep all that is said of them, in their order", () => {
    const hosts = [
      { name: "paris", host: "203.0.113.7", port: 2222, user: "deploy", hostKey: "ssh-ed25519 AAAA" },
      { name: "lyon", host: "203.0.113.8" },
    ];
    expect(parseHosts(hosts)).toEqual({ hosts, problems: [] });
  });

  it.each<[string, unknown, string[]]>([
    [
      "none",
      undefined,
      [
        "hosts: a list with at least one host is wanted: pulumi config set --path 'hosts[0].host' 203.0.113.7",
      ],
    ],
    [
      "an empty list",
      [],
      [
        "hosts: a list with at least one host is wanted: pulumi config set --path 'hosts[0].host' 203.0.113.7",
      ],
    ],
    [
      "a bare address",
      "203.0.113.7",
      [
        "hosts: a list with at least one host is wanted: pulumi config set --path 'hosts[0].host' 203.0.113.7",
      ],
    ],
    [
      "no address",
      [{ user: "deploy" }],
      ["hosts[0]: has no host: pulumi config set --path 'hosts[0].host' 203.0.113.7"],
    ],
    [
      "an entry that is no object",
      [null],
      ["hosts[0]: has no host: pulumi config set --path 'hosts[0].host' 203.0.113.7"],
    ],
    [
      "a blank address",
      [{ host: " " }],
      ["hosts[0].host: a name or an address is wanted: pulumi config set --path 'hosts[0].host' 203.0.113.7"],
    ],
    [
      "a port out of range",
      [{ host: "a", port: 70_000 }],
      ["hosts[0].port: a port from 1 to 65535 is wanted: pulumi config set --path 'hosts[0].port' 22"],
    ],
    [
      "a port in words",
      [{ host: "a", port: "ssh" }],
      ["hosts[0].port: a port from 1 to 65535 is wanted: pulumi config set --path 'hosts[0].port' 22"],
    ],
    [
      "a mistyped field",
      [{ host: "a", hostkey: "k" }],
      ["hosts[0].hostkey: unknown; a host has host, name, port, user, hostKey"],
    ],
    [
      "a credential of one host",
      [{ host: "a", password: "p" }],
      ["hosts[0].password: is set for all hosts at once: pulumi config set --secret password"],
    ],
    [
      "a flag of one host",
      [{ host: "a", acceptNewHostKey: true }],
      ["hosts[0].acceptNewHostKey: is set for all hosts at once: pulumi config set acceptNewHostKey true"],
    ],
    [
      "one name twice",
      [{ host: "a" }, { host: "b", name: "a" }],
      ["hosts[1].name: hosts[0] is called a too: pulumi config set --path 'hosts[1].name' paris"],
    ],
    [
      "several mistakes",
      [{ host: "a", port: 0 }, { host: "" }],
      [
        "hosts[0].port: a port from 1 to 65535 is wanted: pulumi config set --path 'hosts[0].port' 22",
        "hosts[1].host: a name or an address is wanted: pulumi config set --path 'hosts[1].host' 203.0.113.7",
      ],
    ],
  ])("say what is wrong and which command mends it: %s", (_, hosts, problems) => {
    expect(parseHosts(hosts).problems).toEqual(problems);
  });

  it("never repeat a credential that was put in the wrong place", () => {
    expect(JSON.stringify(parseHosts([{ host: "a", privateKey: "hunter2" }]))).not.toContain("hunter2");
  });
});
