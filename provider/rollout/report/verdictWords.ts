import type { HaltReason } from "../outcome";
import { isReady } from "../outcomeWords";
import type { RolloutTimeline } from "../timeline";
import { duration } from "./duration";
import { type Running, runningOn } from "./running";
import { shortDigest } from "./shortDigest";

/** How the rollout ended, in a headline. */
export function verdictTitle(timeline: RolloutTimeline): string {
  const { verdict } = timeline;
  switch (verdict.kind) {
    case "succeeded":
      return "Succeeded";
    case "incomplete":
      return `Incomplete: ${hosts(timeline.failures)} failed`;
    case "paused":
      return "Paused after the canary";
    case "halted":
      return `${haltTitle(verdict.because, timeline)}${wayBack(timeline)}`;
  }
}

function haltTitle(because: HaltReason, { settings }: RolloutTimeline): string {
  switch (because) {
    case "same-machine":
      return "Halted before the first host: two of them are the same machine";
    case "canary":
      return "Halted: a canary failed";
    case "budget":
      return "Halted: more hosts failed than allowed";
    case "progress-deadline":
      return `Halted: no host became ready for ${duration(settings.progressDeadlineMs)}`;
    case "cancelled":
      return "Cancelled";
  }
}

function wayBack(timeline: RolloutTimeline): string {
  if (count(timeline, ({ outcome }) => outcome === "revert-failed") > 0)
    return "; not every host could be taken back";
  return count(timeline, ({ outcome }) => outcome === "reverted") > 0 ? "; the fleet was taken back" : "";
}

/** `myapp.service, release 3f2a9c1d0b7e: ready on 18 of 20 hosts after 2min 14s, 1 failed of 2 allowed.` */
export function verdictSentence(timeline: RolloutTimeline): string {
  const { service, release, startedAtMs, endedAtMs, settings, failures } = timeline;
  const all = timeline.hosts.length;
  const ready = count(timeline, ({ outcome }) => isReady(outcome));
  const where = ready === all ? `all ${hosts(all)}` : `${ready === 0 ? "none" : ready} of ${hosts(all)}`;
  const budget =
    failures > 0 || settings.maxFailures > 0 ? `, ${failures} failed of ${settings.maxFailures} allowed` : "";
  return (
    `${service}, release ${shortDigest(release)}: ready on ${all === 1 && ready === 1 ? "its only host" : where} ` +
    `after ${duration(endedAtMs - startedAtMs)}${budget}.`
  );
}

const ELSEWHERE: readonly (readonly [Running, one: string, many: string])[] = [
  ["before", "runs what ran before", "run what ran before"],
  ["nothing", "runs nothing, as before", "run nothing, as before"],
  ["untouched", "was not touched", "were not touched"],
  ["not-reverted", "could not be taken back", "could not be taken back"],
  ["broken", "is not known to run anything well", "are not known to run anything well"],
];

/** What runs where the wanted release doesn't; empty where it runs everywhere. */
export function elsewhereSentence(timeline: RolloutTimeline): string {
  const parts = ELSEWHERE.flatMap(([running, one, more]) => {
    const many = count(timeline, (host) => runningOn(host) === running);
    return many === 0 ? [] : [`${many} ${many === 1 ? one : more}`];
  });
  if (parts.length === 0) return "";
  const isReadySomewhere = count(timeline, ({ outcome }) => isReady(outcome)) > 0;
  return `${isReadySomewhere ? "Of the others, " : ""}${parts.join("; ")}.`;
}

function count({ hosts }: RolloutTimeline, is: (host: RolloutTimeline["hosts"][number]) => boolean): number {
  return hosts.filter(is).length;
}

function hosts(many: number): string {
  return `${many} ${many === 1 ? "host" : "hosts"}`;
}
