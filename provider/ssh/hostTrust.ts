import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Hop } from "./hop";
import { parseHostKeys } from "./hostKey";
import { malformedHostKey } from "./hostKeyProblem";
import { type HostTrust, knownHostsTrust } from "./hostKeyVerdict";
import { type KnownHostsLine, parseKnownHosts } from "./knownHosts";
import { SshError } from "./sshError";

/** Where OpenSSH keeps what it knows (ssh_config(5), UserKnownHostsFile and GlobalKnownHostsFile). */
export function defaultKnownHostsFiles(): readonly string[] {
  return [join(homedir(), ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"];
}

export interface HostKeySources {
  /** The key that an earlier connection accepted. */
  readonly pinnedHostKey?: string;
  /** Whether an unknown key may be accepted. */
  readonly acceptNewHostKey: boolean;
  readonly knownHostsFiles: readonly string[];
}

/** Gathers what is known about a host's key: `hostKey`, else the pinned one, else the known_hosts files. */
export async function hostTrust(
  hop: Hop,
  { pinnedHostKey, acceptNewHostKey, knownHostsFiles }: HostKeySources,
): Promise<HostTrust> {
  const stated = hop.spec.hostKey ?? pinnedHostKey;
  if (stated !== undefined) {
    const keys = parseHostKeys(stated);
    if (keys.length === 0) throw new SshError(hop, malformedHostKey(hop, stated));
    return { source: hop.spec.hostKey === undefined ? "pinned" : "hostKey", keys };
  }
  const { fromConfig } = hop.spec;
  const names = fromConfig?.knownHostsFiles ?? knownHostsFiles;
  const files = await Promise.all(names.map((file) => readKnownHosts(file, hop)));
  // Under an alias a host is known whatever its port (ssh_config(5), HostKeyAlias).
  const { hostKeyAlias } = fromConfig ?? {};
  const [name, port] = hostKeyAlias === undefined ? [hop.host, hop.port] : [hostKeyAlias, 22];
  return knownHostsTrust(files.flat(), name, port, acceptNewHostKey);
}

async function readKnownHosts(file: string, hop: Hop): Promise<readonly KnownHostsLine[]> {
  try {
    return parseKnownHosts(await readFile(file, "utf8"), file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new SshError(hop, {
      stage: "host-key",
      problem: `${file} cannot be read (${code})`,
      details: [`Make it readable, or give ${hop.property}.hostKey.`],
    });
  }
}
