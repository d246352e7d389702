import { onTestFinished } from "vitest";
import type { Connection } from "../../../../provider/ssh/connection";
import type { ConnectionSpec } from "../../../../provider/ssh/connectionSpec";
import {
  Connections,
  type ConnectionsOptions,
  type ConnectOptions,
} from "../../../../provider/ssh/connections";
import { SshError } from "../../../../provider/ssh/sshError";

type Spec = Omit<ConnectionSpec, "host"> & { readonly host?: string };

/**
 * Connects over the loopback interface, knowing no host but the one that `spec.hostKey` names; closed after the test.
 * Each has a login of its own, unless it is one of `connections`.
 */
export async function connectTo(
  spec: Spec,
  { silenceLimitMs, ...options }: Partial<ConnectOptions & ConnectionsOptions> = {},
  connections = new Connections({ idleMs: 0, silenceLimitMs }),
): Promise<Connection> {
  const connection = await connections.connect(
    { host: "127.0.0.1", user: "deploy", ...spec },
    { signal: new AbortController().signal, onProgress: () => {}, knownHostsFiles: [], ...options },
  );
  onTestFinished(() => connection.close());
  return connection;
}

/** The SshError that a promise must end with. */
export async function sshErrorOf(promise: Promise<unknown>): Promise<SshError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SshError) return error;
    throw error;
  }
  throw new Error("an SshError was expected, and it succeeded");
}
