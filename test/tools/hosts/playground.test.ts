import { describe, expect, it } from "vitest";
import { type HostsCommand, parseCommandLine } from "../../../tools/hosts/playground/commandLine";
import {
  describeHosts,
  type HostAddress,
  knownHostsLine,
} from "../../../tools/hosts/playground/describeHosts";

describe("parseCommandLine", () => {
  it.each<[args: string, command: HostsCommand]>([
    ["up", { verb: "up", count: 1, release: "bookworm", python: "venv" }],
    ["up 3", { verb: "up", count: 3, release: "bookworm", python: "venv" }],
    ["up 3 --release trixie", { verb: "up", count: 3, release: "trixie", python: "venv" }],
    ["--release=bullseye up --python=none", { verb: "up", count: 1, release: "bullseye", python: "none" }],
    ["down", { verb: "down" }],
    ["", { verb: "help" }],
    ["--help", { verb: "help" }],
    ["up --help", { verb: "help" }],
  ])("%s", (args, command) => {
    expect(parseCommandLine(args.split(" ").filter(Boolean))).toEqual(command);
  });

  it.each<[args: string, reason: string]>([
    ["up 0", 'the number of hosts is "0": give 1 or more'],
    ["up many", 'the number of hosts is "many": give 1 or more'],
    ["up --release jessie", "--release jessie: may be bullseye, bookworm, trixie"],
    ["up --python 2", "--python 2: may be none, without-venv, venv"],
    ["sideways", '"sideways" is not a command'],
    ["up 1 2", '"up 1 2" is not a command'],
    ["up --count 3", "Unknown option '--count'"],
  ])("%s is wrong", (args, reason) => {
    expect(parseCommandLine(args.split(" "))).toEqual({
      verb: "wrong",
      reason: expect.stringContaining(reason),
    });
  });
});

const HOST: HostAddress = {
  ...{ name: "psd1-1", address: "198.18.1.11", port: 22, user: "deploy", release: "bookworm" },
  ...{ privateKeyPath: "/keys/id", hostKey: "ssh-ed25519 AAAA" },
};

describe("describeHosts", () => {
  it("tells all that is needed to get in, and how", () => {
    const text = describeHosts([HOST], "/known");
    for (const part of ["198.18.1.11", "deploy", "/keys/id", "ssh-ed25519 AAAA"])
      expect(text).toContain(part);
    expect(text).toContain("\n  ssh -i /keys/id -o UserKnownHostsFile=/known deploy@198.18.1.11\n");
  });

  it("has the port where it is not 22", () => {
    expect(describeHosts([{ ...HOST, port: 2201 }], "/known")).toContain("-p 2201 deploy@198.18.1.11");
    expect(knownHostsLine({ ...HOST, port: 2201 })).toBe("[198.18.1.11]:2201 ssh-ed25519 AAAA\n");
    expect(knownHostsLine(HOST)).toBe("198.18.1.11 ssh-ed25519 AAAA\n");
  });
});
