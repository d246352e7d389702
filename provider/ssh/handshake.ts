import type { Duplex } from "node:stream";
import { Client, type ConnectConfig } from "ssh2";
import { attempt } from "./attempt";
import { Authentication } from "./authentication";
import { type HostKey, hostKeyAlgorithms, hostKeyOf } from "./hostKey";
import { hostKeyProblem } from "./hostKeyProblem";
import { hostKeyVerdict, knownKeys } from "./hostKeyVerdict";
import { type BreakOff, brokenLogin, expiredPassword, type LoginPhase, loginTimeout } from "./loginFailure";
import { errorCode } from "./networkReason";
import type { PreparedHop } from "./preparedHop";
import { SshError, type SshFailure } from "./sshError";

/** sshd's LoginGraceTime: it hangs up after this long anyway. Long enough to touch a hardware key. */
const AUTHENTICATION_LIMIT_MS = 120_000;

/** Of what the host tells before the login; a notice is a line or two. */
const LONGEST_NOTICE = 4 * 1024;

export interface Login {
  readonly client: Client;
  /** What the host showed; accepted. */
  readonly hostKey: HostKey;
}

/**
 * Speaks SSH on an open stream, up to a logged-in client: key exchange, the host's key, authentication. The stream is
 * the caller's to close if it fails.
 */
export function handshake(
  transport: Duplex,
  { hop, credentials, trust }: PreparedHop,
  keepaliveMs: number,
  signal: AbortSignal,
): Promise<Login> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    const client = new Client();
    const authentication = new Authentication(hop.user, credentials);
    let phase: LoginPhase = "handshake";
    let hostKey: HostKey | undefined;
    let notice = "";
    const failWith = (failure: SshFailure): void => fail(new SshError(hop, failure));
    const breakOff = (how: BreakOff): void => failWith(brokenLogin(phase, how, notice, hop.user));
    const limitPhase = (timeoutMs: number): void =>
      limit(timeoutMs, () => new SshError(hop, loginTimeout(phase, timeoutMs)));

    const hostVerifier = (blob: Buffer): boolean => {
      hostKey = hostKeyOf(blob);
      const problem = hostKeyProblem(hostKeyVerdict(trust, hostKey), trust.source, hostKey, hop);
      if (problem !== undefined) failWith(problem);
      return problem === undefined;
    };
    const authHandler: ConnectConfig["authHandler"] = (accepted, partialSuccess) => {
      const method = authentication.next(accepted, partialSuccess);
      if (method === false) failWith(authentication.refusal());
      return method;
    };

    client.on("handshake", () => {
      phase = "authentication";
      limitPhase(AUTHENTICATION_LIMIT_MS);
    });
    client.on("banner", (text) => {
      notice = (notice + text).slice(0, LONGEST_NOTICE);
    });
    client.on("change password", () => failWith(expiredPassword(hop.user)));
    client.on("ready", () => {
      if (hostKey !== undefined) succeed({ client, hostKey });
    });
    // Stays for good: an `error` without a listener would end the process, and ssh2 may emit several.
    client.on("error", (error: Error & { level?: string }) => {
      if (error.level === "agent") authentication.agentFailed();
      else if (error.level !== "client-authentication") breakOff(howItBroke(error));
    });
    client.on("close", () => breakOff({ kind: "closed" }));

    limitPhase(hop.dialTimeoutMs);
    client.connect({
      sock: transport,
      username: hop.user,
      algorithms: { serverHostKey: hostKeyAlgorithms(knownKeys(trust)) },
      hostVerifier,
      authHandler,
      readyTimeout: 0,
      keepaliveInterval: keepaliveMs,
      // Whether the host is still there is for the link to decide (link.ts).
      keepaliveCountMax: Number.POSITIVE_INFINITY,
    });
    return () => client.destroy();
  });
}

function howItBroke(error: Error & { level?: string }): BreakOff {
  if (error.level === "client-socket") return { kind: "network", code: errorCode(error) };
  if (error.message === "Connection lost before handshake") return { kind: "closed" };
  return { kind: "protocol", message: error.message };
}
