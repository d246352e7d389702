import { existsSync } from "node:fs";
import { CGROUP_ROOTS } from "./teardown";

export interface BootPaths {
  readonly name: string;
  readonly image: string;
  /** Holds `upper`, `work` and `root`: the host's disk. */
  readonly disk: string;
  readonly namespace: string;
}

/** What systemd-nspawn ends with when the system inside rebooted and `--keep-unit` leaves the rest to its caller. */
export const REBOOT_CODE = 133;

/**
 * One boot of a host, as one process that becomes systemd-nspawn.
 *
 * - It is killed with its parent; the container inside then falls to the run's teardown.
 * - The disk is mounted in a mount namespace of its own, so no mount can be left behind.
 * - It has a cgroup of its own. systemd-nspawn puts a container into `payload` below the cgroup it was started in:
 *   hosts started from the same cgroup would share one tree, each PID 1 killing and counting the others' processes.
 */
export function bootCommand({ name, image, disk, namespace }: BootPaths): string[] {
  const root = `${disk}/root`;
  const script = `set -e
for cgroup in ${cgroupRoots().join(" ")}; do
  mkdir -p "$cgroup/${name}"
  echo $$ > "$cgroup/${name}/cgroup.procs"
done
mount -t overlay overlay -o "lowerdir=${image},upperdir=${disk}/upper,workdir=${disk}/work" "${root}"
exec systemd-nspawn --quiet --boot --directory="${root}" --machine=${name} --network-namespace-path="${namespace}" \
  --register=no --keep-unit --settings=no --link-journal=no --resolv-conf=off --timezone=off --console=passive
`;
  const isolation = ["unshare", "--mount", "--propagation=private"];
  return ["setpriv", "--pdeathsig=KILL", ...isolation, "sh", "-c", script];
}

/**
 * cgroup v2 inside, whatever this machine has. Debian 11 to 13 boot with v2, and systemd 257 refuses v1; on a machine
 * that is v1 with v2 beside it ("hybrid"), systemd-nspawn would hand down the v1 part. The price there: controllers are
 * bound to v1, so MemoryMax= and the like are accepted inside and limit nothing.
 */
export function bootEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1" };
}

/** On a hybrid machine systemd-nspawn works in both hierarchies; on a pure one /sys/fs/cgroup is the root itself. */
function cgroupRoots(): string[] {
  return existsSync("/sys/fs/cgroup/cgroup.procs")
    ? CGROUP_ROOTS.slice(0, 1)
    : CGROUP_ROOTS.slice(1).filter((root) => existsSync(`${root}/cgroup.procs`));
}
