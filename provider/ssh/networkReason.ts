import type { SshFailure } from "./sshError";

/** The errors of the network in the words of people; what they mean for someone who wants to reach a host. */
const REASONS: Readonly<Record<string, { readonly reason: string; readonly meaning: string }>> = {
  ECONNREFUSED: {
    reason: "connection refused",
    meaning: "The machine is up and nothing listens on that port: is sshd running, is the port right?",
  },
  ETIMEDOUT: {
    reason: "no answer",
    meaning: "Is the address right, is the machine up, does a firewall drop packets to that port?",
  },
  EHOSTUNREACH: { reason: "no route to host", meaning: "Is the machine up, is a VPN needed to reach it?" },
  EHOSTDOWN: { reason: "host is down", meaning: "Is the machine up, is a VPN needed to reach it?" },
  ENETUNREACH: { reason: "network is unreachable", meaning: "Is this machine online, is a VPN needed?" },
  ECONNRESET: {
    reason: "connection reset",
    meaning: "The other side, or a firewall between, ended the connection.",
  },
  EPIPE: {
    reason: "connection reset",
    meaning: "The other side, or a firewall between, ended the connection.",
  },
};

/** Name resolution: only "try again later" may heal by itself. */
const RESOLUTION: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "name resolution does not answer",
};

/** "connection reset", "no route to host"; the system's own code for what has no words here. */
export function networkReason(code: string): string {
  return REASONS[code]?.reason ?? RESOLUTION[code] ?? code;
}

/** A dial that failed with an error code of the system. */
export function dialFailure(code: string): SshFailure {
  const resolution = RESOLUTION[code];
  if (resolution !== undefined) {
    return {
      stage: "resolve",
      problem: resolution,
      details: ["Is the host's name spelled right? An alias of ~/.ssh/config needs connection.config."],
      transient: code === "EAI_AGAIN",
    };
  }
  const known = REASONS[code];
  return {
    stage: "dial",
    problem: known?.reason ?? `connection failed (${code})`,
    details: known === undefined ? [] : [known.meaning],
    transient: known !== undefined,
  };
}

/** A dial that nothing came of in the time that `perDialTimeout` gives it. */
export function dialTimeout(timeoutMs: number): SshFailure {
  return {
    ...dialFailure("ETIMEDOUT"),
    problem: `no answer within ${timeoutMs / 1000} s`,
  };
}

/** The code of a system error; Node gives one of the codes where several addresses were tried. */
export function errorCode(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
