import type { TestHost } from "../../../tools/hosts/testHost";

/** systemd's own diary of itself, sessions and devices; a login writes there (pam_motd too), and so does the end of a boot. */
const VOLATILE = [
  "/run/systemd/[!s]*",
  "/run/systemd/s[!y]*",
  "/run/user",
  "/run/log",
  "/run/udev",
  "/run/utmp",
  "/run/motd.dynamic",
  "/run/agetty.reload",
];

/**
 * What shows that a host was written to: every path with kind, mode, owner, size, time, target and contents, and what process
 * 1 said of units and reloads.
 */
export async function closeLook(host: TestHost): Promise<string[]> {
  const pruned = VOLATILE.map((path) => `-path '${path}'`).join(" -o ");
  const files = `find /etc /opt /usr/local /run -mindepth 1 \\( ${pruned} \\) -prune -o ! -path /run/systemd -printf '%p %y %m %U:%G %s %T@ %l\\n'`;
  const contents = "find /etc /opt /usr/local -type f -exec sha256sum {} +";
  const journal =
    "journalctl -q --no-pager -o cat _PID=1 | grep -Evi 'session|slice|user (manager|runtime)|user@'";
  const { stdout } = await host.run(`{ ${files}; ${contents}; } | sort; ${journal}`);
  return stdout.trim().split("\n");
}
