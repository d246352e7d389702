/**
 * Settings of this machine that hosts can't do without. They are changed for as long as there is any run: what was there
 * is noted beside the claims, and the last run puts it back, unless somebody has set it otherwise since. Both scripts are
 * for sh, and for whoever holds the claims' lock.
 */

const INOTIFY_LIMIT = "/proc/sys/fs/inotify/max_user_instances";

/** A host has eight of them (process 1 alone five), and all hosts are root's: the kernel's 128 are used up by sixteen. */
const INOTIFY_INSTANCES = 8192;

/** `uplink`: the interface by which packets of hosts leave, which must forward them. Only its own switch is set. */
export function changeSettings(claims: string, uplink: string | undefined): string {
  return `inotify=$(cat ${INOTIFY_LIMIT})
if [ "$inotify" -lt ${INOTIFY_INSTANCES} ]; then
  echo "$inotify" > '${claims}/.inotify' && echo ${INOTIFY_INSTANCES} > ${INOTIFY_LIMIT}
fi
${uplink === undefined ? "" : forward(claims, uplink)}`;
}

/** Run in the directory of claims, by the last run. */
export function putSettingsBack(): string {
  return `if [ -e .inotify ]; then
  [ "$(cat ${INOTIFY_LIMIT})" != ${INOTIFY_INSTANCES} ] || cat .inotify > ${INOTIFY_LIMIT}
  rm -f .inotify
fi
for uplink in .forwarding/*; do
  [ -e "$uplink" ] || continue
  [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo 0 > "/proc/sys/net/ipv4/conf/\${uplink##*/}/forwarding"
  rm -f "$uplink"
done
`;
}

function forward(claims: string, uplink: string): string {
  return `switch='/proc/sys/net/ipv4/conf/${uplink}/forwarding'
if [ "$(cat "$switch")" = 0 ]; then
  mkdir -p '${claims}/.forwarding' && : > '${claims}/.forwarding/${uplink}' && echo 1 > "$switch"
fi
`;
}
