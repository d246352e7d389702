import { connect } from "../ssh/connect";
import type { ConnectionSpec } from "../ssh/connectionSpec";
import { openRootShell, type RootShell } from "../ssh/rootShell";

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

/** Dials by SSH. `pinnedHostKey` is the key of an earlier deployment, for `acceptNewHostKey`. */
export function sshDial(spec: ConnectionSpec, pinnedHostKey: string | undefined): Dial {
  return async (signal, onProgress) => {
    const connection = await connect(spec, { pinnedHostKey, signal, onProgress });
    return {
      endpoint: connection.endpoint,
      hostKey: connection.hostKey,
      runAgent: (payload, runSignal) =>
        openRootShell(connection, { payload, sudoPassword: spec.sudoPassword, signal: runSignal }),
      close: () => connection.close(),
    };
  };
}
