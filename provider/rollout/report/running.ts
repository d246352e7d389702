import type { HostOutcome } from "../outcome";
import type { HostTimeline, RolloutTimeline } from "../timeline";
import type { PlacedHost } from "./groups";

/**
 * What runs on a host after the rollout.
 * - `wanted`: the release that was rolled out
 * - `before`: what ran before the rollout, brought back
 * - `nothing`: no release, as before the rollout
 * - `untouched`: whatever ran before; the rollout did not come to this host
 * - `broken`: nothing is known to run well
 * - `not-reverted`: the fleet went back, and this host could not
 */
export type Running = "wanted" | "before" | "nothing" | "untouched" | "broken" | "not-reverted";

export function runningOn({ outcome, release }: HostTimeline): Running {
  const kind = AFTER[outcome];
  return kind === "before" && release === undefined ? "nothing" : kind;
}

const AFTER: Readonly<Record<HostOutcome, Running>> = {
  current: "wanted",
  updated: "wanted",
  failed: "before",
  cancelled: "before",
  reverted: "before",
  unreachable: "untouched",
  refused: "untouched",
  "not-started": "untouched",
  broken: "broken",
  "revert-failed": "not-reverted",
};

/** Hosts on which the same runs. */
export interface RunningGroup {
  readonly running: Running;
  /** Undefined where it isn't known, and where hosts with settings of their own run one each. */
  readonly release: string | undefined;
  readonly status: string | undefined;
  readonly hosts: readonly PlacedHost[];
}

const ORDER: readonly Running[] = ["broken", "not-reverted", "wanted", "before", "nothing", "untouched"];

/** What needs a look first, then by how many hosts it is. */
export function runningGroups({ hosts, release: wanted }: RolloutTimeline): RunningGroup[] {
  const groups = new Map<string, RunningGroup & { readonly hosts: PlacedHost[] }>();
  for (const [at, host] of hosts.entries()) {
    const { status } = host;
    const running = runningOn(host);
    // Settings of its own make a release of its own, and a line for each of these would tell nothing.
    const release = running === "wanted" && host.release !== wanted ? undefined : host.release;
    const key = JSON.stringify([running, release, status]);
    const group = groups.get(key) ?? { running, release, status, hosts: [] };
    group.hosts.push({ host, at });
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => ORDER.indexOf(a.running) - ORDER.indexOf(b.running) || b.hosts.length - a.hosts.length,
  );
}
