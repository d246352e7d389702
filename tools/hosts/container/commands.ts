import type { NetworkState } from "../testHost";

/** The label that names the process a container belongs to. */
export const OWNER_LABEL = "pulumi-systemd.owner";

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly owner: string;
  /** On this machine's loopback. Chosen by us: the engine would give another one after a reboot. */
  readonly port: number;
}

/**
 * Privileged, because systemd wants cgroups and mounts. `always` is what starts a host again that rebooted: for the
 * engine the container just ended.
 */
export function createCommand(engine: "docker" | "podman", spec: ContainerSpec): string[] {
  return [
    ...[
      engine,
      "create",
      "--name",
      spec.name,
      "--hostname",
      spec.name,
      "--label",
      `${OWNER_LABEL}=${spec.owner}`,
    ],
    ...["--privileged", "--cgroupns=private", "--restart=always", "--tmpfs", "/run", "--tmpfs", "/run/lock"],
    ...(engine === "podman" ? ["--systemd=always"] : []),
    ...["--publish", `127.0.0.1:${spec.port}:22`, spec.image],
  ];
}

/** Ends every container of an owner, and says nothing when there is none. */
export function removalScript(engine: string, owner: string): string {
  return `containers=$(${engine} ps --all --quiet --filter 'label=${OWNER_LABEL}=${owner}')
[ -z "$containers" ] || ${engine} rm --force --volumes $containers
`;
}

/** For `nft -f -` inside the host; a reboot forgets it. */
export function networkRules(state: NetworkState): string {
  const forget = "table inet broken\ndelete table inet broken\n";
  if (state === "up") return forget;
  const verdict =
    state === "silent"
      ? "drop"
      : "tcp flags & rst == rst accept; meta l4proto tcp reject with tcp reset; drop";
  const rules = `iif lo accept; ${verdict}`.split("; ").join("\n    ");
  return `${forget}table inet broken {
  chain incoming {
    type filter hook input priority filter
    ${rules}
  }
  chain outgoing {
    type filter hook output priority filter
    ${rules.replace("iif lo", "oif lo")}
  }
}
`;
}

/** For `nft -f -` inside the host: `peers` are the far ends of its connections, as ss(8) writes them. */
export function dropRules(peers: readonly string[]): string {
  const table = "inet lost";
  const pairs = peers.map((peer) => [
    peer.slice(0, peer.lastIndexOf(":")),
    peer.slice(peer.lastIndexOf(":") + 1),
  ]);
  const rules = (end: "s" | "d") =>
    pairs.map(([address, port]) => `    ip ${end}addr ${address} tcp ${end}port ${port} drop\n`).join("");
  return `table ${table}\ndelete table ${table}\ntable ${table} {
  chain incoming {
    type filter hook input priority filter
${rules("s")}  }
  chain outgoing {
    type filter hook output priority filter
${rules("d")}  }
}
`;
}
