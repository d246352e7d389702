import { describe, expect, it } from "vitest";
import type { UnitSpec } from "../../../../../provider/systemd/unit/unitSpec";
import { validateUnit } from "../../../../../provider/systemd/unit/validate";

const problems = (spec: UnitSpec) =>
  validateUnit({ execStart: ["/srv/app"], ...spec }).map(({ path, reason }) => `${path} ${reason}`);

describe("hardening", () => {
  it.each<[string, UnitSpec, string]>([
    [
      "a socket that may not be opened",
      { directives: { Service: { RestrictAddressFamilies: ["AF_INET", "AF_INET6"] } } },
      "unit.directives.Service.RestrictAddressFamilies `RestrictAddressFamilies=` forbids AF_UNIX, by which READY=1 and WATCHDOG=1 are sent: allow AF_UNIX as well",
    ],
    [
      "a program in a home that the set hides",
      { hardening: "strict", execStart: ["/home/me/app"] },
      "unit.execStart[0] lies in a home, which `ProtectHome=` hides from the service: move it to /opt, or set directives.Service.ProtectHome to `read-only`",
    ],
    [
      "a directory in a home that a directive hides",
      { workingDirectory: "/root/app", directives: { Service: { ProtectHome: "tmpfs" } } },
      "unit.workingDirectory lies in a home",
    ],
    [
      "a child that speaks for its parent",
      { user: "myapp", execStart: ["/bin/sh", "-c", "systemd-notify --ready; exec /srv/app"] },
      "unit.notifyAccess hears the main process alone",
    ],
  ])("objects to %s", (_, spec, expected) => {
    expect(problems(spec)).toEqual([expect.stringContaining(expected)]);
  });

  it.each<[string, UnitSpec]>([
    ["a set by itself", { hardening: "strict" }],
    ["homes that can be read", { hardening: "basic", execStart: ["/home/me/app"] }],
    [
      "homes that the user opens again",
      { hardening: "strict", workingDirectory: "/home/me", directives: { Service: { ProtectHome: "no" } } },
    ],
    [
      "a closed network with a service that notifies nobody",
      {
        type: "simple",
        directives: { Service: { RestrictAddressFamilies: "AF_INET" } },
      },
    ],
    ["a child of root", { execStart: ["/bin/sh", "-c", "systemd-notify --ready; exec /srv/app"] }],
    ["a name like systemd-notify", { user: "a", execStart: ["/srv/app", "--log=systemd-notify.log"] }],
  ])("has nothing against %s", (_, spec) => {
    expect(problems(spec)).toEqual([]);
  });
});
