import type { HostOutcome, Verdict } from "../../rollout/outcome";
import type { RolloutSettings } from "../../rollout/settings";
import { named } from "./foreseenFleet";
import { textOf } from "./hostRecord";
import type { Place } from "./place";

/** More rows are told as numbers. */
const MOST_ROWS = 50;
/** Of so many hosts the whole diagnosis is shown; others mostly fail for the same reason. */
const MOST_DIAGNOSES = 3;

const OUTCOME_WORDS: Readonly<Record<HostOutcome, string>> = {
  current: "as it should be",
  updated: "updated",
  unreachable: "could not be reached",
  refused: "can't take it",
  failed: "failed, and runs what it ran before",
  broken: "failed, and what ran before does not run as far as is known",
  cancelled: "stopped, and runs what it ran before",
  reverted: "taken back",
  "revert-failed": "could not be taken back",
  "not-started": "not begun",
};

function short(digest: string): string {
  return digest.slice(0, 12);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function runs({ record }: Place): string {
  const { status, releaseDigest, readyAfter } = record;
  if (textOf(releaseDigest) === "") return textOf(status) === "" ? "nothing of ours" : textOf(status);
  const ready = typeof readyAfter === "number" ? `, READY=1 after ${readyAfter.toFixed(1)}s` : "";
  return `${short(textOf(releaseDigest))} ${textOf(status)}${ready}`;
}

/** One host that has come to its end. */
export function hostLine(place: Place, outcome: HostOutcome): string {
  const { name, address, failure } = place;
  const isGood = outcome === "updated" || outcome === "current";
  const detail = isGood ? runs(place) : firstLine(failure ?? "");
  return `${name} (${address}) ${OUTCOME_WORDS[outcome]}${detail === "" ? "" : `: ${detail}`}`;
}

function outcomeOf({ record }: Place): HostOutcome {
  return record.outcome as HostOutcome;
}

/** Which host runs what; of a large fleet those that are not as they should be, and the others as a number. */
export function table(places: readonly Place[]): string {
  const good = places.filter((place) => ["updated", "current"].includes(outcomeOf(place)));
  const rows = places.length <= MOST_ROWS ? places : places.filter((place) => !good.includes(place));
  const shown = rows.slice(0, MOST_ROWS);
  const columns = shown.map((place) => [place.name, place.address, outcomeOf(place), runs(place)] as const);
  const width = (column: 0 | 1 | 2) => Math.max(0, ...columns.map((row) => row[column].length));
  return [
    ...columns.map(
      ([name, address, outcome, what]) =>
        `  ${name.padEnd(width(0))}  ${address.padEnd(width(1))}  ${outcome.padEnd(width(2))}  ${what}`,
    ),
    ...(rows.length > shown.length ? [`  … and ${rows.length - shown.length} more that are not there`] : []),
    ...(rows.length < places.length ? [`  … and ${good.length} hosts that run it`] : []),
  ].join("\n");
}

function because(verdict: Verdict, places: readonly Place[], settings: RolloutSettings): string {
  const bad = places.filter((place) =>
    ["unreachable", "refused", "failed", "broken", "revert-failed"].includes(outcomeOf(place)),
  );
  const failed = `${bad.length} of ${places.length} hosts failed`;
  if (verdict.kind === "paused")
    return "the canaries are healthy, and the rollout pauses, as rollout.pauseAfterCanary asks";
  if (verdict.kind !== "halted")
    return `${failed}, within the budget of ${settings.maxFailures} (rollout.maxFailures)`;
  switch (verdict.because) {
    case "same-machine":
      return "no host was touched, since two of them are the same machine";
    case "canary":
      return "the rollout halted, since a canary failed";
    case "budget":
      return `the rollout halted, since ${failed} and ${settings.maxFailures} may (rollout.maxFailures)`;
    case "progress-deadline":
      return "the rollout halted, since no host became healthy for too long (rollout.progressDeadline)";
    case "cancelled":
      return "the rollout was cancelled";
  }
}

function todo(verdict: Verdict): string {
  if (verdict.kind === "paused") return "Run `pulumi up` again to go on with the other hosts.";
  return "Correct what stands in the way and run `pulumi up` again: it works on the hosts that are not there yet, and on no others.";
}

/** A rollout that did not bring every host there, as a user reads it. */
export function unfinishedText(
  unit: string,
  verdict: Verdict,
  places: readonly Place[],
  settings: RolloutSettings,
): string {
  const failures = places.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const ready = places.filter((place) => ["updated", "current"].includes(outcomeOf(place))).length;
  return [
    `${unit}: ${because(verdict, places, settings)}; ${ready} of ${places.length} hosts run the new release`,
    "",
    table(places),
    ...failures.slice(0, MOST_DIAGNOSES).flatMap((failure) => ["", indented(failure)]),
    ...(failures.length > MOST_DIAGNOSES
      ? [
          "",
          `  ${failures.length - MOST_DIAGNOSES} more failures: the output \`hosts\` has one for each host`,
        ]
      : []),
    "",
    `  to do    ${todo(verdict)}`,
  ].join("\n");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** A preview's word on which hosts `up` would touch, and why. */
export function foreseenText(
  places: readonly Place[],
  leaving: readonly string[],
  retired: readonly string[],
): string {
  const touched = places.filter(({ why }) => why !== undefined);
  const reasons = [...new Set(touched.map(({ why }) => why))];
  const clauses = reasons.map((reason = "") => {
    const names = touched.filter(({ why }) => why === reason).map(({ name }) => name);
    return `${named(names)} ${names.length > 1 ? ofMany(reason) : reason}`;
  });
  return [
    touched.length === 0
      ? `would touch none of ${places.length} hosts`
      : `would touch ${touched.length} of ${places.length} hosts: ${clauses.join("; ")}`,
    ...(leaving.length > 0 ? [`would remove the service from ${named(leaving)}`] : []),
    ...(retired.length > 0 ? [`would forget ${named(retired)} without connecting`] : []),
  ].join("; ");
}

const OF_MANY = new Map([
  ["is", "are"],
  ["was", "were"],
  ["has", "have"],
  ["does", "do"],
  ["gets", "get"],
  ["moves", "move"],
]);

/** What is said of one host (whyTouch.ts), said of several. */
function ofMany(reason: string): string {
  return reason.replace(/^\w+/, (verb) => OF_MANY.get(verb) ?? verb);
}
