import type { TestHost } from "../../../tools/hosts/testHost";

/**
 * Everything that a deployment could leave, one thing a line: each path with kind, mode, owner, target and content, and
 * each unit with its states. Not what changes by itself: package databases, logs, logins, what systemd keeps in /run.
 */
export async function hostSnapshot(host: TestHost): Promise<string[]> {
  const { stdout, stderr, code } = await host.run(`
    set -eu
    paths() {
      find /etc /opt /usr/local /var/lib /var/cache /home /root /tmp /run \\
        \\( ${VOLATILE.map((path) => `-path '${path}'`).join(" -o ")} \\) -prune -o "$@"
      find ${OURS_IN_RUN.join(" ")} -mindepth 1 "$@" 2>/dev/null || :
    }
    paths -printf 'path %p %y %m %u:%g %l\\n' | sort
    paths -type f -print0 | sort -z | xargs -0 sha256sum | awk '{ print "content", $2, $1 }'
    systemctl list-units --all --plain --no-legend | awk '{ print "unit", $1, $2, $3, $4 }' | grep -Ev '${COMING_AND_GOING}'
    systemctl list-unit-files --no-legend | awk '{ print "unit-file", $1, $2 }'
    systemctl list-jobs --no-legend | awk '{ print "job", $0 }'
  `);
  if (code !== 0) throw new Error(`the host could not be looked over: ${stderr}`);
  return stdout.trim().split("\n");
}

const VOLATILE = [
  ...["/var/lib/dpkg", "/var/lib/apt", "/var/lib/systemd", "/var/cache/apt", "/tmp/systemd-private-*"],
  ...["systemd", "user", "log", "udev", "utmp", "host", "agetty.reload", "motd.dynamic"].map(
    (name) => `/run/${name}`,
  ),
];
const OURS_IN_RUN = ["system", "system.control", "transient"].map((name) => `/run/systemd/${name}`);
/** Logins, and devices and mounts that systemd notices when it likes. */
const COMING_AND_GOING =
  "^unit (session-|user-|user@|user-runtime-dir@|run-user-|ssh@|[^ ]*[.](device|mount) )";

/** What is different, as a diff has it: `- line` was there before, `+ line` is there now. */
export function snapshotDiff(before: readonly string[], after: readonly string[]): string[] {
  const [then, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !then.has(line)).map((line) => `+ ${line}`),
  ];
}

/** The paths and units that differ, each once. */
export function changedNames(before: readonly string[], after: readonly string[]): string[] {
  return [...new Set(snapshotDiff(before, after).map((line) => line.split(" ")[2] ?? line))].sort();
}
