import { PHASES, type Phase, type PhaseSpan, type RolloutTimeline } from "../timeline";
import type { PlacedHost } from "./groups";

/** How long a phase took on the hosts that came through it. */
export interface PhaseFigures {
  readonly phase: Phase;
  readonly hosts: number;
  readonly medianMs: number;
  readonly longestMs: number;
  readonly longestOn: PlacedHost;
}

/** For the phases that any host came through, in their order. */
export function phaseFigures({ hosts }: RolloutTimeline): PhaseFigures[] {
  const spent = hosts.map((host, at) => ({ host, at, spentMs: spentIn(host.phases) }));
  return PHASES.flatMap((phase) => {
    const ranked = spent
      .flatMap(({ host, at, spentMs }) => {
        const ms = spentMs.get(phase);
        return ms === undefined ? [] : [{ ms, placed: { host, at } }];
      })
      .sort((a, b) => a.ms - b.ms);
    const [middle, last] = [ranked[Math.floor((ranked.length - 1) / 2)], ranked.at(-1)];
    if (!middle || !last) return [];
    return [{ phase, hosts: ranked.length, medianMs: middle.ms, longestMs: last.ms, longestOn: last.placed }];
  });
}

/** A host may come through a phase more than once: its way back starts and soaks, too. */
export function spentIn(phases: readonly PhaseSpan[]): ReadonlyMap<Phase, number> {
  const spent = new Map<Phase, number>();
  for (const { phase, fromMs, toMs } of phases) spent.set(phase, (spent.get(phase) ?? 0) + toMs - fromMs);
  return spent;
}
