import { describe, expect, it } from "vitest";
import { isLost, SshError, type SshPlace } from "../../../provider/ssh/sshError";

const HOST: SshPlace = { endpoint: "deploy@203.0.113.7:22", role: "host", property: "connection" };

describe("SshError", () => {
  it("has a line for a row, and a text for a person", () => {
    const error = new SshError(HOST, {
      stage: "dial",
      problem: "connection refused",
      details: ["Is sshd running?", "Tried 10 times."],
    });
    expect(error.shortMessage).toBe("deploy@203.0.113.7:22: connection refused");
    expect(error.message).toBe(
      "deploy@203.0.113.7:22: connection refused\n  Is sshd running?\n  Tried 10 times.",
    );
  });

  it("names the machine on the way that failed", () => {
    const failure = { stage: "dial", problem: "no answer" } as const;
    const proxy = new SshError(
      { endpoint: "jump@198.51.100.1:22", role: "proxy", property: "connection.proxy" },
      failure,
    );
    expect(proxy.message).toBe("jump@198.51.100.1:22 (connection.proxy): no answer");
    const behind = new SshError({ ...HOST, through: "jump@198.51.100.1:22" }, failure);
    expect(behind.message).toContain("The way to it is through jump@198.51.100.1:22.");
  });

  it("names one that only the SSH configuration knows as that does, and how to give it in the program", () => {
    const error = new SshError(
      {
        endpoint: "jump@198.51.100.1:22",
        role: "proxy",
        property: "connection.proxy",
        jumpOf: "web1",
        through: "a@b:22",
      },
      { stage: "authentication", problem: "no way to log in", details: ["Set connection.proxy.privateKey."] },
    );
    expect(error.message).toBe(
      "jump@198.51.100.1:22 (ProxyJump of web1): no way to log in\n" +
        "  Set connection.proxy.privateKey.\n" +
        "  The way to it is through a@b:22.\n" +
        "  It is known from the SSH configuration; connection.proxy in the program would take its place.",
    );
  });

  it("lets nothing of a host through that a terminal would obey", () => {
    const error = new SshError(HOST, {
      stage: "exec",
      problem: "it said \u001b[2J",
      details: ["and\r\nthen\u0007\u009b31m", "cod.exe\u202etxt\u2028"],
    });
    expect(error.message).toBe(
      "deploy@203.0.113.7:22: it said \uFFFD[2J\n  and\uFFFD\uFFFDthen\uFFFD\uFFFD31m\n  cod.exe\uFFFDtxt\uFFFD",
    );
  });

  it("is lost or not", () => {
    expect(isLost(new SshError(HOST, { stage: "lost", problem: "connection lost" }))).toBe(true);
    expect(isLost(new SshError(HOST, { stage: "dial", problem: "connection refused" }))).toBe(false);
    expect(isLost(new Error("lost"))).toBe(false);
  });
});
