import { readFileSync } from "node:fs";
import type { TestHost } from "../../hosts/testHost";

/** What came to a host, counted there: by its sshd, and on the wire that is its alone. */
export interface HostTraffic {
  /** Accepted by sshd, those that were dropped before a login too. */
  readonly connections: number;
  /** Commands and subsystems that were started. */
  readonly channels: number;
  /** Both directions, Ethernet's own headers and all retransmissions included. */
  readonly bytes: number;
}

/** From here on sshd says who comes and what is started for them. */
export async function makeTalkative(host: TestHost): Promise<void> {
  const configured =
    "printf 'LogLevel VERBOSE\\n' > /etc/ssh/sshd_config.d/talkative.conf && systemctl reload ssh";
  const { code, stderr } = await host.run(configured);
  if (code !== 0) throw new Error(`sshd of ${host.name} could not be made talkative: ${stderr}`);
}

/** Since the host was started. */
export async function trafficOf(host: TestHost): Promise<HostTraffic> {
  // From OpenSSH 9.8 on a session is a program of its own.
  const { stdout } = await host.run("journalctl --no-pager --output=cat -t sshd -t sshd-session");
  return { ...countLines(stdout), bytes: bytesOnTheWire(host.name) };
}

export function countLines(journal: string): Pick<HostTraffic, "connections" | "channels"> {
  const count = (pattern: RegExp) => journal.match(pattern)?.length ?? 0;
  return { connections: count(/^Connection from /gm), channels: count(/^Starting session: /gm) };
}

export function difference(after: HostTraffic, before: HostTraffic): HostTraffic {
  return {
    connections: after.connections - before.connections,
    channels: after.channels - before.channels,
    bytes: after.bytes - before.bytes,
  };
}

/** The outer end of a host's veth is named like the host (tools/hosts/nspawn/network.ts). */
function bytesOnTheWire(interfaceName: string): number {
  const statistic = (name: string) =>
    Number(readFileSync(`/sys/class/net/${interfaceName}/statistics/${name}`, "latin1"));
  return statistic("rx_bytes") + statistic("tx_bytes");
}
