import type { ConnectionSpec } from "../ssh/connectionSpec";
import type { Connections } from "../ssh/connections";
import type { RootShell } from "../ssh/rootShell";

/** One connection to one host, on which an agent can be run any number of times. */
export interface HostLink {
  /** `deploy@203.0.113.7:22` */
  readonly endpoint: string;
  /** The key that the host showed, as a known_hosts line has it. */
  readonly hostKey: string;
  /** Runs the agent in `payload` as root. */
  runAgent(payload: Buffer, signal: AbortSignal): Promise<RootShell>;
  close(): void;
}

/** Dials a host; how is the business of whoever made it. */
export type Dial = (signal: AbortSignal, onProgress: (text: string) => void) => Promise<HostLink>;

/** All that this process has logged in to: one login serves every operation on its host. */
let connections: Connections | undefined;

/** Ends the logins that no operation uses. Those would otherwise stay for a while, for the next one. */
export function endIdleConnections(): void {
  connections?.endIdle();
}

/** A fourth of what a start of the plugin would have to load, and an `up` without a change dials nobody. */
const loadSsh = () => Promise.all([import("../ssh/connections.js"), import("../ssh/rootShell.js")]);

/** Dials by SSH. `pinnedHostKey` is the key of an earlier deployment, for `acceptNewHostKey`. */
export function sshDial(spec: ConnectionSpec, pinnedHostKey: string | undefined): Dial {
  return async (signal, onProgress) => {
    const [ssh, { openRootShell }] = await loadSsh();
    connections ??= new ssh.Connections();
    const connection = await connections.connect(spec, { pinnedHostKey, signal, onProgress });
    return {
      endpoint: connection.endpoint,
      hostKey: connection.hostKey,
      runAgent: (payload, runSignal) =>
        openRootShell(connection, { payload, sudoPassword: spec.sudoPassword, signal: runSignal }),
      close: () => connection.close(),
    };
  };
}
