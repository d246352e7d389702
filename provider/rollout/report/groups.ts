import type { HostTimeline, Phase, RolloutTimeline } from "../timeline";

/** A host with its place in the program, by which the report's parts refer to each other. */
export interface PlacedHost {
  readonly host: HostTimeline;
  readonly at: number;
}

/** Hosts that belong together, in the order in which the rollout came by. */
export interface HostGroup {
  readonly title: string;
  readonly hosts: readonly PlacedHost[];
  /** From the first of their turns to the end of the last; none where no host had a turn. */
  readonly span?: { readonly fromMs: number; readonly toMs: number };
}

const NOT_ITS_TURN: ReadonlySet<Phase> = new Set(["preflight", "revert"]);

/** Canaries, the batches after them, and then those that had no turn. */
export function groupsOf({ hosts, settings }: RolloutTimeline): HostGroup[] {
  const placed = hosts.map((host, at) => ({ host, at }));
  const begun = placed.filter(({ host }) => turnOf(host)).sort((a, b) => beginOf(a) - beginOf(b));
  const canaries = begun.filter(({ host }) => host.role === "canary");
  const batches = batchesOf(
    begun.filter(({ host }) => host.role !== "canary"),
    settings.maxParallel,
  );
  return [
    ...group(canaries.length === 1 ? "Canary" : "Canaries", canaries),
    ...batches.flatMap((batch, at) => group(batchTitle(at, batches.length, settings.maxParallel), batch)),
    ...withoutTurn(
      placed.filter(({ host }) => !turnOf(host)),
      settings.canary > 0 && canaries.length === 0,
    ),
  ];
}

/** They refill as hosts finish: a batch is as many hosts, in the order of their turns, as may be under way at once. */
function batchesOf(hosts: readonly PlacedHost[], maxParallel: number): PlacedHost[][] {
  // One at a time is a queue: batches of one would only say so on every second line.
  const size = maxParallel === 1 ? hosts.length : maxParallel;
  return Array.from({ length: Math.ceil(hosts.length / size) || 0 }, (_, at) =>
    hosts.slice(at * size, (at + 1) * size),
  );
}

function batchTitle(at: number, of: number, maxParallel: number): string {
  return maxParallel === 1 ? "One after the other" : `Batch ${at + 1} of ${of}`;
}

/** Hosts that run the release already have proved it: with enough of them a rollout needs no canary. */
function withoutTurn(hosts: readonly PlacedHost[], isWithoutCanary: boolean): HostGroup[] {
  const barred = hosts.filter(({ host: { outcome } }) => outcome === "unreachable" || outcome === "refused");
  const current = hosts.filter(({ host }) => host.outcome === "current");
  const rest = hosts.filter((host) => !barred.includes(host) && !current.includes(host));
  return [
    ...group("Stopped by preflight", barred),
    ...group("Turn never came", rest),
    ...group(`Had the release already${isWithoutCanary ? ", so no canary was needed" : ""}`, current),
  ];
}

function group(title: string, hosts: readonly PlacedHost[]): HostGroup[] {
  const turns = hosts.flatMap(({ host }) => turnOf(host) ?? []);
  if (hosts.length === 0) return [];
  if (turns.length === 0) return [{ title, hosts }];
  const fromMs = turns.reduce((least, turn) => Math.min(least, turn.fromMs), Number.POSITIVE_INFINITY);
  const toMs = turns.reduce((most, turn) => Math.max(most, turn.toMs), 0);
  return [{ title, hosts, span: { fromMs, toMs } }];
}

/** A host's own deployment, without the look at all hosts before it and the way back of the fleet after it. */
export function turnOf({ phases }: HostTimeline): { fromMs: number; toMs: number } | undefined {
  const own = phases.filter(({ phase }) => !NOT_ITS_TURN.has(phase));
  const [first, last] = [own[0], own.at(-1)];
  return first && last && { fromMs: first.fromMs, toMs: last.toMs };
}

function beginOf({ host }: PlacedHost): number {
  return turnOf(host)?.fromMs ?? 0;
}
