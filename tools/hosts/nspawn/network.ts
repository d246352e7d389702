import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { mustRun } from "../../process/command";
import type { NetworkState } from "../testHost";

/**
 * A run has a number, and everything of it that has a name or an address on this machine is made of that number:
 * interfaces and cgroups `psd7-1`, `psd7-2`, …, the nft table `psd7`, the network 198.18.7.0/24. 198.18.0.0/15 is
 * reserved for tests of networks (RFC 2544), so it collides with nobody's office.
 *
 * Each host hangs on a veth of its own and is routed, not bridged: all of its traffic, that between hosts too, passes
 * nft's inet hooks, where it can be dropped or reset. (A bridge's own hooks can't reset on every kernel.) The host's
 * end lives in a network namespace made from outside, so nothing inside has to configure it.
 */
export const RUN_NUMBERS = { first: 1, last: 254 };
export const HOSTS_PER_RUN = 200;

export const runName = (run: number) => `psd${run}`;
export const hostName = (run: number, index: number) => `psd${run}-${index}`;
export const gatewayOf = (run: number) => `198.18.${run}.1`;
export const addressOf = (run: number, index: number) => `198.18.${run}.${10 + index}`;

/** The set of addresses in each broken state; both directions, and a reset must not be reset in turn. */
export function rulesFor(run: number): string {
  const network = `198.18.${run}.0/24`;
  return `table inet ${runName(run)} {
  set silent { type ipv4_addr; }
  set resetting { type ipv4_addr; }
  set dropped { type ipv4_addr . inet_service; timeout 3m; }
  chain translate {
    type nat hook postrouting priority srcnat;
    ip saddr ${network} ip daddr != ${network} masquerade
  }
  chain broken {
    ip saddr @silent drop
    ip daddr @silent drop
    ip daddr . tcp sport @dropped drop
    ip saddr . tcp dport @dropped drop
    tcp flags & rst == rst accept
    ip saddr @resetting meta l4proto tcp reject with tcp reset
    ip daddr @resetting meta l4proto tcp reject with tcp reset
    ip saddr @resetting drop
    ip daddr @resetting drop
  }
  chain incoming { type filter hook input priority filter - 10; jump broken; }
  chain passing { type filter hook forward priority filter - 10; jump broken; }
  chain outgoing { type filter hook output priority filter - 10; jump broken; }
}
`;
}

export function stateRules(run: number, address: string, state: NetworkState): string {
  const table = `inet ${runName(run)}`;
  const set = state === "silent" ? "silent" : "resetting";
  const clear = ["silent", "resetting"].flatMap((name) => [
    // Deleting an absent element is an error, adding a present one is none.
    `add element ${table} ${name} { ${address} }`,
    `delete element ${table} ${name} { ${address} }`,
  ]);
  const broken = state === "up" ? [] : [`add element ${table} ${set} { ${address} }`];
  return `${[...clear, ...broken].join("\n")}\n`;
}

/** `ports` are those of our ends. They are forgotten after a while: numbers of ports come again. */
export function dropRules(run: number, address: string, ports: readonly number[]): string {
  return ports.map((port) => `add element inet ${runName(run)} dropped { ${address} . ${port} }\n`).join("");
}

/** Our ends of the connections with that host. */
export async function connectedPorts(address: string): Promise<number[]> {
  const listed = await mustRun(["ss", "-Htn", "state", "established", "dst", address]);
  return [...listed.matchAll(/:([0-9]+)\s+\S+:22\s*$/gm)].map(([, port]) => Number(port));
}

export async function loadRules(rules: string): Promise<void> {
  await mustRun(["nft", "-f", "-"], { input: rules });
}

export async function connectHost(run: number, index: number, namespacePath: string): Promise<void> {
  const [name, address, gateway] = [hostName(run, index), addressOf(run, index), gatewayOf(run)];
  mkdirSync(dirname(namespacePath), { recursive: true });
  writeFileSync(namespacePath, "");
  await mustRun(["unshare", `--net=${namespacePath}`, "true"]);
  const insideNamespace = ["nsenter", `--net=${namespacePath}`];
  // Made inside, with the outer end put where we are: out here, every host's host0 would be in the others' way.
  await mustRun([...insideNamespace, "ip", "-batch", "-"], {
    input: `link add host0 type veth peer name ${name} netns ${process.pid}
link set lo up
address add ${address}/32 dev host0
link set host0 up
route add default via ${gateway} dev host0 onlink
`,
  });
  await mustRun(["ip", "-batch", "-"], {
    input: `address add ${gateway}/32 dev ${name}\nlink set ${name} up\nroute add ${address}/32 dev ${name}\n`,
  });
  writeFileSync(`/proc/sys/net/ipv4/conf/${name}/forwarding`, "1");
}

/** Pulls the plug: interface and namespace go, and with them every connection's state, so that none says goodbye. */
export async function disconnectHost(run: number, index: number, namespacePath: string): Promise<void> {
  await mustRun(["ip", "link", "delete", hostName(run, index)]);
  await mustRun(["umount", namespacePath]);
}

/** The interface that this machine's own packets leave by, or none. */
export async function uplink(): Promise<string | undefined> {
  const routes = await mustRun(["ip", "-4", "route", "show", "default"]);
  return /\bdev (\S+)/.exec(routes)?.[1];
}
