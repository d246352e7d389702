import { createHmac } from "node:crypto";
import { type HostKey, hostKeyFrom } from "./hostKey";
import { matchesPatterns } from "./pattern";

/** One line of a known_hosts file that says something (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostsLine {
  /** `~/.ssh/known_hosts:12`, for people. */
  readonly at: string;
  readonly marker?: "revoked" | "cert-authority";
  /** Names or patterns, or one hashed name. */
  readonly hosts: string;
  readonly key: HostKey;
}

/** Comments, and lines that are not understood, are left out: OpenSSH passes them over too. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostsLine[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith("@") ? words.shift()?.slice(1) : undefined;
    if (marker !== undefined && marker !== "revoked" && marker !== "cert-authority") return [];
    const [hosts, type, blob] = words;
    const key = hostKeyFrom(type, blob);
    if (hosts === undefined || hosts.startsWith("#") || key === undefined) return [];
    return [{ at: `${file}:${index + 1}`, marker, hosts, key }];
  });
}

/** The name under which known_hosts has a host: the port is part of it unless it is 22. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Whether a line's first field means this name. A negated pattern that matches takes the whole line out. */
export function matchesHosts(hosts: string, name: string): boolean {
  if (hosts.startsWith("|")) return matchesHash(hosts, name);
  return matchesPatterns(hosts.toLowerCase().split(","), name);
}

/** `|1|salt|hash`, what HashKnownHosts writes. */
function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split("|");
  if (version !== "1" || salt === undefined) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}
