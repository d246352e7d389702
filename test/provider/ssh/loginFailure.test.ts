import { describe, expect, it } from "vitest";
import {
  type BreakOff,
  brokenLogin,
  type LoginPhase,
  loginTimeout,
} from "../../../provider/ssh/loginFailure";

const CLOSED: BreakOff = { kind: "closed" };
const RESET: BreakOff = { kind: "network", code: "ECONNRESET" };
const protocol = (message: string): BreakOff => ({ kind: "protocol", message });
const BOOTING = "System is booting up. Please come back later. See pam_nologin(8).\r\n";

describe("a login that breaks off", () => {
  it.each<[string, LoginPhase, BreakOff, string, string, boolean]>([
    ["sshd drops it", "handshake", CLOSED, "", "connection closed during the SSH handshake", true],
    ["the network resets it", "handshake", RESET, "", "connection reset", true],
    ["not SSH", "handshake", protocol("Invalid identification"), "", "SSH handshake failed: Invalid", false],
    ["no common algorithm", "handshake", protocol("no matching key exchange"), "", "no matching key", false],
    ["reset while logging in", "authentication", RESET, "", "connection reset", true],
    ["a booting host", "authentication", CLOSED, BOOTING, "the host hung up on deploy", true],
    ["an expired account", "authentication", CLOSED, "", "the host hung up on deploy", false],
    [
      "too many keys",
      "authentication",
      protocol("Too many authentication failures"),
      "",
      "the host ended",
      false,
    ],
  ])("%s", (_what, phase, how, notice, problem, transient) => {
    const failure = brokenLogin(phase, how, notice, "deploy");
    expect(failure.stage).toBe(phase);
    expect(failure.problem).toContain(problem);
    expect(failure.transient ?? false).toBe(transient);
  });

  it("shows what the host said", () => {
    const { details } = brokenLogin("authentication", CLOSED, BOOTING, "deploy");
    expect(details?.[0]).toBe(
      "The host said: System is booting up. Please come back later. See pam_nologin(8).",
    );
  });

  it("because of too many keys says what to do about it", () => {
    const failure = brokenLogin("authentication", protocol("Too many authentication failures"), "", "deploy");
    expect(failure.details?.join(" ")).toContain("MaxAuthTries");
  });
});

describe("a login that takes too long", () => {
  it("may have met a host that is not ready yet", () => {
    expect(loginTimeout("handshake", 15_000)).toMatchObject({
      problem: "no SSH handshake within 15 s",
      transient: true,
    });
  });

  it("may wait for a person", () => {
    expect(loginTimeout("authentication", 120_000)).toMatchObject({ transient: false });
  });
});
