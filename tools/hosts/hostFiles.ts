import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { pipSettings } from "./pipSettings";

/** A file of one host that its image doesn't have, or has otherwise. */
export interface HostFile {
  readonly path: string;
  readonly content: string | Buffer;
  /** @default 0o644 */
  readonly mode?: number;
}

export interface HostIdentity {
  readonly name: string;
  readonly address: string;
  /** The line that opens every account. */
  readonly authorizedKey: string;
  readonly hostKey: { readonly private: string; readonly public: string };
}

const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

export function hostFiles(identity: HostIdentity): HostFile[] {
  return [...identityFiles(identity), ...machineFiles()];
}

function identityFiles({ name, address, authorizedKey, hostKey }: HostIdentity): HostFile[] {
  return [
    { path: "/etc/hostname", content: `${name}\n` },
    // Without its own name every sudo asks the DNS and complains.
    { path: "/etc/hosts", content: `127.0.0.1 localhost\n::1 localhost\n${address} ${name}\n` },
    { path: "/etc/machine-id", content: `${randomBytes(16).toString("hex")}\n`, mode: 0o444 },
    { path: "/etc/ssh/authorized_keys", content: `${authorizedKey}\n` },
    { path: "/etc/ssh/ssh_host_ed25519_key", content: hostKey.private, mode: 0o600 },
    { path: "/etc/ssh/ssh_host_ed25519_key.pub", content: `${hostKey.public}\n` },
  ];
}

/** What this machine knows about reaching the world: resolver, certificates, proxies, package indexes. */
function machineFiles(): HostFile[] {
  const files: HostFile[] = [{ path: "/etc/resolv.conf", content: resolverConfiguration() }];
  const hasBundle = existsSync(CA_BUNDLE);
  if (hasBundle) files.push({ path: CA_BUNDLE, content: readFileSync(CA_BUNDLE) });
  files.push({
    path: "/etc/pip.conf",
    content: pipSettings(process.env, readIfThere("/etc/pip.conf"), hasBundle ? CA_BUNDLE : undefined),
  });
  const proxy = process.env.http_proxy ?? process.env.HTTP_PROXY;
  if (proxy !== undefined) {
    files.push({ path: "/etc/apt/apt.conf.d/90proxy", content: `Acquire::http::Proxy "${proxy}";\n` });
  }
  return files;
}

function resolverConfiguration(): string {
  const own = readIfThere("/etc/resolv.conf");
  // systemd-resolved's stub listens on this machine's loopback, which is not the host's.
  const upstream = readIfThere("/run/systemd/resolve/resolv.conf");
  return /^nameserver 127\./m.test(own) && upstream !== "" ? upstream : own;
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
