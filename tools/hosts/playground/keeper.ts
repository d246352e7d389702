import { startHosts } from "../startHosts";
import type { HostsOptions } from "../testHost";
import { type HostAddress, knownHostsLine } from "./describeHosts";
import { enroll } from "./registry";

/** What the keeper tells the command that started it. */
export type KeeperMessage =
  | { readonly kind: "progress"; readonly line: string }
  | { readonly kind: "up"; readonly hosts: readonly HostAddress[]; readonly knownHostsPath: string }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Keeps hosts after the command that asked for them has ended: somebody has to start a host again that reboots. Runs as
 * a process of its own until SIGTERM, or until its command goes away before the hosts are there.
 */
export async function keepHosts(options: Pick<HostsOptions, "count" | "release" | "python">): Promise<void> {
  const asked = new Promise<void>((resolve) => process.once("SIGTERM", resolve));
  // A signal that is waited for does not keep a process alive; something has to.
  const alive = setInterval(() => {}, 2 ** 30);
  // Before the hosts are there nothing has to be kept: what was begun ends with this process.
  const abandon = () => process.exit(1);
  process.once("disconnect", abandon);
  try {
    const onProgress = (line: string) => tell({ kind: "progress", line });
    const hosts = await startHosts({ ...options, onProgress });
    const entry = enroll(hosts.hosts.map(knownHostsLine).join(""));
    process.off("disconnect", abandon);
    const addresses = hosts.hosts.map(
      ({ name, address, port, user, release, privateKeyPath, hostKey }): HostAddress => ({
        ...{ name, address, port, user, release, privateKeyPath, hostKey },
      }),
    );
    tell({ kind: "up", hosts: addresses, knownHostsPath: entry.path });
    await asked;
    await hosts.stop();
    entry.leave();
  } catch (error) {
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  } finally {
    clearInterval(alive);
  }
}

function tell(message: KeeperMessage): void {
  process.send?.(message);
}
