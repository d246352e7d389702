import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { attempt } from "./attempt";
import type { Hop } from "./hop";
import { dialFailure, dialTimeout, errorCode } from "./networkReason";
import { SshError, type SshFailure } from "./sshError";

/** Opens the byte stream on which SSH will be spoken: TCP, or a forwarded one through the `proxy`. */
export function dial(hop: Hop, proxy: Client | undefined, signal: AbortSignal): Promise<Duplex> {
  return proxy === undefined ? dialTcp(hop, signal) : dialThrough(proxy, hop, signal);
}

function dialTcp(hop: Hop, signal: AbortSignal): Promise<Duplex> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    const socket = connectTcp({ host: hop.host, port: hop.port, noDelay: true });
    socket.once("connect", () => succeed(socket));
    socket.once("error", (error) => fail(new SshError(hop, dialFailure(errorCode(error)))));
    limit(hop.dialTimeoutMs, () => new SshError(hop, dialTimeout(hop.dialTimeoutMs)));
    return () => socket.destroy();
  });
}

function dialThrough(proxy: Client, hop: Hop, signal: AbortSignal): Promise<Duplex> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    let abandoned = false;
    limit(hop.dialTimeoutMs, () => new SshError(hop, dialTimeout(hop.dialTimeoutMs)));
    try {
      proxy.forwardOut("127.0.0.1", 0, hop.host, hop.port, (error, channel) => {
        if (error !== undefined) fail(new SshError(hop, forwardFailure(error)));
        else if (abandoned) channel.close();
        else succeed(channel);
      });
    } catch (error) {
      fail(new SshError(hop, forwardFailure(error)));
    }
    return () => {
      abandoned = true;
    };
  });
}

/** SSH_OPEN_CONNECT_FAILED of RFC 4254, section 5.1: the proxy tried and could not. */
const CONNECT_FAILED = 2;

function forwardFailure(error: unknown): SshFailure {
  const said = error instanceof Error ? error.message.replace(/^.*open failure: /, "").toLowerCase() : "";
  const tried = error instanceof Error && "reason" in error && error.reason === CONNECT_FAILED;
  return {
    stage: "dial",
    problem: `the proxy cannot connect to it (${said || "no reason given"})`,
    details: tried
      ? ["Is the host up, and is its address right as seen from the proxy?"]
      : ["Does the proxy allow it (sshd_config: AllowTcpForwarding, PermitOpen)?"],
    transient: tried,
  };
}
