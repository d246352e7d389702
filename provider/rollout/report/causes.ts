import type { HostOutcome } from "../outcome";
import { isFailed } from "../outcomeWords";
import type { HostTimeline, RolloutTimeline } from "../timeline";
import type { PlacedHost } from "./groups";

/** Hosts that failed in the same way, for the same reason. */
export interface Cause {
  readonly outcome: HostOutcome;
  /** What the service or the host did: `exited with status 1 before it sent READY=1`. */
  readonly words: string;
  readonly hosts: readonly PlacedHost[];
}

/** Where nothing healthy is known to run comes first. */
const WORST_FIRST: readonly HostOutcome[] = [
  "broken",
  "revert-failed",
  "failed",
  "refused",
  "unreachable",
  "reverted",
  "cancelled",
  "not-started",
  "updated",
  "current",
];

/** All that failed, once for each reason: of thirty hosts with one fault it is the fault that is news. */
export function causesOf(timeline: RolloutTimeline): Cause[] {
  const causes = new Map<string, Cause & { readonly hosts: PlacedHost[] }>();
  for (const [at, host] of timeline.hosts.entries()) {
    if (!hasFailure(host)) continue;
    const words = causeWords(host, timeline.service);
    const key = JSON.stringify([host.outcome, words]);
    const cause = causes.get(key) ?? { outcome: host.outcome, words, hosts: [] };
    cause.hosts.push({ host, at });
    causes.set(key, cause);
  }
  return [...causes.values()].sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.outcome) - WORST_FIRST.indexOf(b.outcome) || b.hosts.length - a.hosts.length,
  );
}

/** A host that was taken back may have failed before, and only its diagnosis still says so. */
function hasFailure({ outcome, failure }: HostTimeline): boolean {
  return isFailed(outcome) || outcome === "revert-failed" || failure !== undefined;
}

/** The summary names service and host, which the report's reader has before him. */
export function causeWords({ name, address, failure }: HostTimeline, service: string): string {
  if (failure === undefined) return "no diagnosis was kept";
  const { summary } = failure;
  const subject = [address, name]
    .flatMap((host) => [`${service} on ${host} `, `${host}: `])
    .find((beginning) => summary.startsWith(beginning));
  return subject === undefined ? summary : summary.slice(subject.length);
}

/** The diagnosis without the summary that it begins with, as a terminal wants it; empty where that was all. */
export function textBelow({ summary, text }: NonNullable<HostTimeline["failure"]>): string {
  const rest = text.startsWith(summary) ? text.slice(summary.length) : text;
  return rest.replace(/^\s*\n/, "").trimEnd();
}
