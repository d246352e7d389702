import type { TestHost } from "../testHost";

/** What of a host can be told to another process. */
export type HostAddress = Pick<
  TestHost,
  "name" | "address" | "port" | "user" | "release" | "privateKeyPath" | "hostKey"
>;

/** As known_hosts has it; a port other than 22 is part of the name. */
export function knownHostsLine({ address, port, hostKey }: HostAddress): string {
  return `${port === 22 ? address : `[${address}]:${port}`} ${hostKey}\n`;
}

export function describeHosts(hosts: readonly HostAddress[], knownHostsPath: string): string {
  return hosts.map((host) => `${describe(host, knownHostsPath)}\n`).join("\n");
}

function describe(host: HostAddress, knownHostsPath: string): string {
  const port = host.port === 22 ? "" : `-p ${host.port} `;
  return [
    `${host.name} (Debian ${host.release})`,
    `  address   ${host.address}${host.port === 22 ? "" : `, port ${host.port}`}`,
    `  user      ${host.user}`,
    `  key file  ${host.privateKeyPath}`,
    `  host key  ${host.hostKey}`,
    `  ssh -i ${host.privateKeyPath} -o UserKnownHostsFile=${knownHostsPath} ${port}${host.user}@${host.address}`,
  ].join("\n");
}
