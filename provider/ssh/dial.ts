import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { attempt } from "./attempt";
import type { Hop } from "./hop";
import type { Link } from "./link";
import { dialFailure, dialTimeout, errorCode, networkReason } from "./networkReason";
import { SshError, type SshFailure } from "./sshError";

/** Opens the byte stream on which SSH will be spoken: TCP, or a forwarded one through the `proxy`. */
export function dial(hop: Hop, proxy: Link | undefined, signal: AbortSignal): Promise<Duplex> {
  return proxy === undefined ? dialTcp(hop, signal) : dialThrough(proxy, hop, signal);
}

/** For all but the last address of a name. Node's own 250 ms is less than a round trip around the world. */
const ADDRESS_TIMEOUT_MS = 1_000;

function dialTcp(hop: Hop, signal: AbortSignal): Promise<Duplex> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    const { host, port } = hop;
    const socket = connectTcp({
      host,
      port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
    });
    socket.once("connect", () => succeed(socket));
    socket.once("error", (error) =>
      fail(new SshError(hop, withAddresses(dialFailure(errorCode(error)), error))),
    );
    limit(hop.dialTimeoutMs, () => new SshError(hop, dialTimeout(hop.dialTimeoutMs)));
    return () => socket.destroy();
  });
}

/** A name with several addresses, of both families perhaps, had each of them tried: which, and how it failed. */
function withAddresses(failure: SshFailure, error: Error): SshFailure {
  if (!(error instanceof AggregateError)) return failure;
  const tried = error.errors.flatMap((each: unknown) =>
    each instanceof Error && "address" in each ? [`${each.address}: ${networkReason(errorCode(each))}`] : [],
  );
  return { ...failure, details: [`Tried ${tried.join("; ")}.`, ...(failure.details ?? [])] };
}

function dialThrough(proxy: Link, hop: Hop, signal: AbortSignal): Promise<Duplex> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    let abandoned = false;
    const refused = (error: unknown): void =>
      fail(proxy.unusable() ?? new SshError(hop, forwardFailure(error)));
    limit(hop.dialTimeoutMs, () => new SshError(hop, dialTimeout(hop.dialTimeoutMs)));
    try {
      proxy.client.forwardOut("127.0.0.1", 0, hop.host, hop.port, (error, channel) => {
        if (error !== undefined) refused(error);
        else if (abandoned) channel.close();
        else succeed(channel);
      });
    } catch (error) {
      refused(error);
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
    problem: `its proxy ${tried ? "cannot" : "refuses to"} connect to it (${said || "no reason given"})`,
    details: tried
      ? ["Is it up, and is its address right as seen from the proxy?"]
      : ["Does the proxy allow it (sshd_config: AllowTcpForwarding, PermitOpen)?"],
    transient: tried,
  };
}
