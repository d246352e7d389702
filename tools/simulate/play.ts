import type { Action, Host, RolloutEvent } from "../../provider/rollout/moves";
import type { Verdict } from "../../provider/rollout/outcome";
import { Rollout } from "../../provider/rollout/rollout";
import type { RolloutSettings } from "../../provider/rollout/settings";
import type { PhaseSpan } from "../../provider/rollout/timeline";
import { Agenda } from "./agenda";
import type { SimulatedHost } from "./simulatedHost";

export interface Play {
  readonly settings: RolloutSettings;
  readonly hosts: readonly SimulatedHost[];
  /** When somebody stops it. */
  readonly cancelAtMs?: number;
  /** Hears everything, in order. */
  onStep?(atMs: number, step: RolloutEvent | Action, rollout: Rollout): void;
}

export interface Played {
  readonly rollout: Rollout;
  readonly verdict: Verdict;
  readonly endedAtMs: number;
  readonly events: number;
  readonly phases: readonly (readonly PhaseSpan[])[];
}

/** `since` tells an answer that was overtaken by a stop from the one that stands. */
type Item = { readonly event: RolloutEvent; readonly since?: number } | "time";

/** A rollout with hosts that are made up and a time that costs nothing. The same play goes the same way each time. */
export function play({ settings, hosts, cancelAtMs, onStep }: Play): Played {
  const rollout = new Rollout(settings, hosts);
  const agenda = new Agenda<Item>();
  const begun = new Map<Host, number>();
  const phases: PhaseSpan[][] = hosts.map(() => []);
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let events = 0;
  let now = 0;

  const answer = (afterMs: number, event: UntimedEvent, since?: number) =>
    agenda.add(now + afterMs, { event: { ...event, atMs: now + afterMs }, since });

  const carryOut = (action: Exclude<Action, { kind: "end" }>) => {
    const { host } = action;
    const does = hosts[host];
    if (does === undefined) throw new Error(`there is no host ${host}`);
    const spent = (phase: PhaseSpan["phase"], ms: number) =>
      void phases[host]?.push({ phase, fromMs: now, toMs: now + ms });
    switch (action.kind) {
      case "preflight":
        spent("preflight", does.preflightMs);
        answer(does.preflightMs, preflightAnswer(host, does));
        return;
      case "update": {
        begun.set(host, now);
        const spans = spansOf(does, now);
        phases[host]?.push(...spans);
        answer((spans.at(-1)?.toMs ?? now) - now, updateAnswer(host, does), now);
        return;
      }
      case "stop":
        // Its former answer is void.
        begun.delete(host);
        phases[host] = cut(phases[host] ?? [], now);
        spent("rollback", does.stopMs);
        answer(does.stopMs, stopAnswer(host, does));
        return;
      case "revert":
        spent("revert", does.revertMs);
        answer(does.revertMs, { kind: does.revert, host });
        return;
    }
  };

  let verdict: Verdict | undefined;
  const take = (actions: readonly Action[]) => {
    for (const action of actions) {
      onStep?.(now, action, rollout);
      if (action.kind === "end") verdict = action.verdict;
      else carryOut(action);
    }
    const deadline = rollout.deadlineMs;
    if (deadline === undefined || deadline >= wakeAtMs) return;
    wakeAtMs = deadline;
    agenda.add(deadline, "time");
  };

  if (cancelAtMs !== undefined) agenda.add(cancelAtMs, { event: { kind: "cancel", atMs: cancelAtMs } });
  take(rollout.begin());
  while (verdict === undefined) {
    const next = agenda.take();
    if (next === undefined) throw new Error("the rollout waits, and nothing is to come any more");
    const { atMs, item } = next;
    if (item !== "time" && item.since !== undefined && "host" in item.event) {
      if (begun.get(item.event.host) !== item.since) continue;
    }
    now = atMs;
    if (item === "time") wakeAtMs = Number.POSITIVE_INFINITY;
    const event: RolloutEvent = item === "time" ? { kind: "time", atMs } : item.event;
    events++;
    onStep?.(now, event, rollout);
    take(rollout.handle(event));
  }
  return { rollout, verdict, endedAtMs: now, events, phases };
}

type Untimed<Event> = Event extends unknown ? Omit<Event, "atMs"> : never;
type UntimedEvent = Untimed<RolloutEvent>;

function preflightAnswer(host: Host, { preflight }: SimulatedHost): UntimedEvent {
  return preflight === "cleared" ? { kind: "cleared", host } : { kind: "barred", host, how: preflight };
}

function updateAnswer(host: Host, { update }: SimulatedHost): UntimedEvent {
  if (update === "healthy" || update === "repaired")
    return { kind: "healthy", host, isNew: update === "healthy" };
  return { kind: "failed", host, how: update };
}

function stopAnswer(host: Host, { stopped }: SimulatedHost): UntimedEvent {
  return stopped === "healthy"
    ? { kind: "healthy", host, isNew: true }
    : { kind: "failed", host, how: stopped };
}

function spansOf({ phases }: SimulatedHost, fromMs: number): PhaseSpan[] {
  let at = fromMs;
  return phases.map(({ phase, ms }) => {
    const span = { phase, fromMs: at, toMs: at + ms };
    at = span.toMs;
    return span;
  });
}

function cut(spans: readonly PhaseSpan[], atMs: number): PhaseSpan[] {
  return spans
    .filter(({ fromMs }) => fromMs < atMs)
    .map((span) => ({ ...span, toMs: Math.min(span.toMs, atMs) }));
}
