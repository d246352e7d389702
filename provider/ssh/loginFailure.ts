import { networkReason } from "./networkReason";
import type { SshFailure } from "./sshError";

export type LoginPhase = "handshake" | "authentication";

/** How a login broke off: the host hung up without a word, the network failed, or the protocol did. */
export type BreakOff =
  | { readonly kind: "closed" }
  | { readonly kind: "network"; readonly code: string }
  | { readonly kind: "protocol"; readonly message: string };

/**
 * A login that broke off before anybody was refused, in words. While a host boots, sshd drops connections, and
 * pam_nologin(8) hangs up on users other than root after a notice: both heal.
 */
export function brokenLogin(phase: LoginPhase, how: BreakOff, notice: string, user: string): SshFailure {
  const said = notice.trim() === "" ? [] : [`The host said: ${oneLine(notice)}`];
  return phase === "handshake" ? brokenHandshake(how, said) : brokenAuthentication(how, said, user);
}

export function loginTimeout(phase: LoginPhase, timeoutMs: number): SshFailure {
  return {
    stage: phase,
    problem: `${phase === "handshake" ? "no SSH handshake" : "no end of the authentication"} within ${timeoutMs / 1000} s`,
    details:
      phase === "handshake"
        ? ["Something accepts connections on that port and does not speak SSH, or not yet."]
        : ["Does the agent wait for somebody to confirm the use of a key?"],
    transient: phase === "handshake",
  };
}

/** SSH_MSG_USERAUTH_PASSWD_CHANGEREQ. */
export function expiredPassword(user: string): SshFailure {
  return {
    stage: "authentication",
    problem: `the password of ${user} has expired`,
    details: ["Log in once with ssh(1) and change it."],
  };
}

function brokenHandshake(how: BreakOff, said: readonly string[]): SshFailure {
  if (how.kind === "protocol") {
    return {
      stage: "handshake",
      problem: `SSH handshake failed: ${how.message}`,
      details: [
        /no matching/.test(how.message)
          ? "The host's sshd offers none of the algorithms that are considered safe here."
          : "Is it an SSH server that answers on that port?",
        ...said,
      ],
    };
  }
  return {
    stage: "handshake",
    problem: how.kind === "closed" ? "connection closed during the SSH handshake" : networkReason(how.code),
    details: [
      "sshd drops connections while the host boots, and when too many come at once (MaxStartups).",
      "What is no SSH server hangs up, too: is the port right?",
      ...said,
    ],
    transient: true,
  };
}

function brokenAuthentication(how: BreakOff, said: readonly string[], user: string): SshFailure {
  const stage = "authentication";
  switch (how.kind) {
    case "network":
      return { stage, problem: networkReason(how.code), details: said, transient: true };
    case "protocol":
      return {
        stage,
        problem: `the host ended the authentication: ${how.message}`,
        details: /too many/i.test(how.message)
          ? [
              "The agent holds more keys than sshd lets one try (MaxAuthTries): give privateKey instead.",
              ...said,
            ]
          : said,
      };
    case "closed":
      return {
        stage,
        problem: `the host hung up on ${user} during the authentication`,
        details: [
          ...said,
          "Its credentials were not refused; the account was (expired, /etc/nologin, pam_access): see the host's sshd log.",
        ],
        transient: said.some((line) => /pam_nologin|booting up|going down/i.test(line)),
      };
  }
}

function oneLine(text: string): string {
  return text.trim().replace(/[\s\p{Cc}]+/gu, " ");
}
