import { putSettingsBack } from "./machineSettings";
import { runName } from "./network";

export interface RunTraces {
  readonly number: number;
  readonly owner: string;
  readonly claim: string;
  readonly data: string;
}

/** Where a cgroup hierarchy that systemd manages may be mounted: pure v2, and the two of a hybrid set-up. */
export const CGROUP_ROOTS = ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"];

/**
 * Ends a run from outside. It is a shell script because it must work when the process that made the run is gone, and the
 * next run, perhaps of another version, has to find it beside the claim.
 *
 * It knows things by the run's name alone, and acts under the machine's lock while the claim is still its owner's: a
 * number that was given back and taken again is not touched.
 */
export function teardownScript({ number, owner, claim, data }: RunTraces): string {
  const name = runName(number);
  const cgroups = CGROUP_ROOTS.map((root) => `${root}/${name}-*`).join(" ");
  return `claim='${claim}' data='${data}'
exec 9> "$(dirname "$claim")/.lock" && flock 9
[ "$(cat "$claim/owner")" = '${owner}' ] || exit 0
members() {
  for cgroup in ${cgroups}; do
    [ ! -d "$cgroup" ] || find "$cgroup" -name cgroup.procs -exec cat {} +
  done
}
tries=0
while pids=$(members) && [ -n "$pids" ] && [ "$tries" -lt 200 ]; do
  kill -KILL $pids
  sleep 0.05
  tries=$((tries + 1))
done
for cgroup in ${cgroups}; do
  [ ! -d "$cgroup" ] || find "$cgroup" -depth -type d -exec rmdir {} \\;
done
for link in /sys/class/net/${name}-*; do
  [ ! -e "$link" ] || ip link delete "\${link##*/}"
done
for namespace in "$claim"/net/*; do
  [ ! -e "$namespace" ] || umount "$namespace"
done
nft delete table inet ${name}
for propagated in /run/systemd/nspawn/propagate/${name}-*; do
  [ ! -d "$propagated" ] || rmdir "$propagated"
done
rm -rf -- "$data"
rm -rf -- "$claim"
cd "$(dirname "$claim")" && [ -z "$(ls)" ] || exit 0
${putSettingsBack()}`;
}
