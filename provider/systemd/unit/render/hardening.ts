import type { HardeningSet } from "../unitSpec";

export type Lines = readonly (readonly [name: string, value: string])[];

/**
 * What hardly any daemon misses: it reads and writes where it did, but for /usr, /boot, /etc and homes, which it can't
 * write, and leaves the kernel's settings alone. Nothing here needs knowledge of the program.
 */
const BASIC: Lines = [
  ["LockPersonality", "yes"],
  ["NoNewPrivileges", "yes"],
  ["PrivateTmp", "yes"],
  ["ProtectClock", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectHome", "read-only"],
  ["ProtectHostname", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectSystem", "full"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["SystemCallArchitectures", "native"],
];

/**
 * What a network daemon can do without, and nothing that sd_notify needs. AF_UNIX stays allowed, /run stays visible, and
 * @system-service covers the system calls; a read-only file system doesn't stop a datagram. Not among them:
 * MemoryDenyWriteExecute= (ctypes and JIT compilers), ProcSubset= (readers of /proc). Writing is left to StateDirectory=
 * and its kin.
 */
const STRICT: Lines = [
  ["CapabilityBoundingSet", ""],
  ["LockPersonality", "yes"],
  ["NoNewPrivileges", "yes"],
  ["PrivateDevices", "yes"],
  ["PrivateTmp", "yes"],
  ["ProtectClock", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectHome", "yes"],
  ["ProtectHostname", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectProc", "invisible"],
  ["ProtectSystem", "strict"],
  ["RemoveIPC", "yes"],
  ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
  ["RestrictNamespaces", "yes"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["SystemCallArchitectures", "native"],
  ["SystemCallErrorNumber", "EPERM"],
  ["SystemCallFilter", "@system-service"],
  ["SystemCallFilter", "~@privileged @resources"],
];

/** No directive in them is younger than systemd 247, so that every host of a fleet gets the same sandbox. */
export const HARDENING: Readonly<Record<HardeningSet, Lines>> = { none: [], basic: BASIC, strict: STRICT };

/**
 * A set without what the user's own directives of [Service] say otherwise: naming a directive is how to loosen it.
 * Ambient capabilities must be in the bounding set, which is then just them.
 */
export function hardeningLines(
  lines: Lines,
  own: Readonly<Record<string, string | readonly string[]>>,
): string[] {
  const ambient = [own.AmbientCapabilities ?? ""].flat().join(" ");
  return lines
    .filter(([name]) => own[name] === undefined)
    .map(([name, value]) => `${name}=${name === "CapabilityBoundingSet" ? ambient : value}`);
}
