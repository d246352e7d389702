/**
 * `hardening: "strict"`: what a network daemon can do without, and nothing that sd_notify needs. AF_UNIX stays allowed,
 * /run stays visible, and @system-service covers the system calls; a read-only file system doesn't stop a datagram.
 * Not among them: MemoryDenyWriteExecute= (ctypes and JIT compilers), ProcSubset= (readers of /proc).
 * Writing is left to StateDirectory= and its kin.
 */
export const STRICT_HARDENING: readonly (readonly [name: string, value: string])[] = [
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

/** The set without what the user sets otherwise: naming a directive is how to loosen it. */
export function hardeningLines(named: ReadonlySet<string>): string[] {
  return STRICT_HARDENING.filter(([name]) => !named.has(name)).map(([name, value]) => `${name}=${value}`);
}
