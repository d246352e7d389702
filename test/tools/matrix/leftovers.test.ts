import { describe, expect, it } from "vitest";
import { leftovers, traces } from "../../../tools/matrix/leftovers";

const AT_REST = [
  "/run/pulumi-systemd",
  "/run/pulumi-systemd/app",
  "/run/pulumi-systemd/app/0a1b",
  "/run/pulumi-systemd/app/0a1b/events",
  "/run/pulumi-systemd/app/0a1b/phase",
  "/run/pulumi-systemd/other/suspect/agent",
];
const DEPLOYED = [
  "/opt/app",
  "/opt/app/state",
  "/opt/app/releases/0f/app",
  "/opt/app/runtimes/0f/bin",
  "/opt/app/credentials",
  "/opt/app/credentials/0f",
  "/opt/app/credentials/0f/canary",
  "/opt/app/credentials/0f/.complete",
  "/etc/systemd/system/app.service",
  "/etc/systemd/system/multi-user.target.wants/app.service",
  "/srv/app",
];

describe("what is left behind", () => {
  it("is nothing of a service at rest", () => {
    expect(leftovers("app", [...AT_REST, ...DEPLOYED])).toEqual([]);
    expect(traces("app", AT_REST)).toEqual([]);
  });

  it.each([
    "/run/pulumi-systemd.AbCd",
    "/run/pulumi-systemd/app/suspect",
    "/run/pulumi-systemd/app/0a1b/agent",
    "/run/pulumi-systemd/app/0a1b/paused",
    "/run/systemd/system.control/app.service",
    "/etc/systemd/system/.app.service.pulumi-systemd",
    "/srv/.app.pulumi-systemd",
    "/opt/app/.incoming",
    "/opt/app/state.new",
    "/opt/app/credentials/0f/.new",
    "/opt/app/releases/0f/criteria.new",
  ])("is %s", (path) => {
    expect(leftovers("app", [...DEPLOYED, path])).toEqual([path]);
    expect(traces("app", [path])).toEqual([path]);
  });

  it("of a service that is gone is everything but the events", () => {
    expect(traces("app", DEPLOYED)).toEqual(DEPLOYED);
  });
});
