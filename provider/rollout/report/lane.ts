import { type HostTimeline, PHASES, type Phase } from "../timeline";
import { type Axis, place } from "./axis";
import { duration } from "./duration";
import { type Html, html, NOTHING } from "./html";
import { toneOf } from "./tone";

/** The ways back: told from the way forth by more than a colour. */
const HATCHED: ReadonlySet<Phase> = new Set(["rollback", "revert"]);

/** Pixels. Bars are drawn, not coloured boxes: these would be left out on paper. */
const LANE = { middle: 10, barTop: 4, barHeight: 12 } as const;

/** What all lanes share: drawn once, and used by reference. */
export function laneDefinitions(axis: Axis): Html {
  const lines = axis.ticks.map(
    ({ atMs }) =>
      html`<line class="grid" x1="${place(atMs, axis)}" x2="${place(atMs, axis)}" y1="0" y2="100%"/>`,
  );
  return html`<svg class="defs" aria-hidden="true"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" y2="5"/></pattern>
<symbol id="grid">${lines}</symbol>
<symbol id="cross" overflow="visible"><path class="cross" d="M3 -4l8 8m0 -8l-8 8"/></symbol>
</defs></svg>`;
}

/** A host's time, from left to right: a bar for each phase, a thin line while it waits, a cross where it failed. */
export function lane(host: HostTimeline, axis: Axis): Html {
  const [first, last] = [host.phases[0], host.phases.at(-1)];
  if (!first || !last) return html`<svg aria-hidden="true"><use href="#grid"/></svg>`;
  const cross = toneOf(host.outcome) === "bad" ? failedAt(place(last.toMs, axis)) : NOTHING;
  return html`<svg role="img" aria-label="${laneText(host)}"><use href="#grid"/><line class="wait" x1="${place(first.fromMs, axis)}" x2="${place(last.toMs, axis)}" y1="${LANE.middle}" y2="${LANE.middle}"/>${bars(host, axis)}${cross}</svg>`;
}

function failedAt(x: string): Html {
  return html`<svg x="${x}" y="${LANE.middle}" overflow="visible"><use href="#cross"/></svg>`;
}

function bars({ phases }: HostTimeline, axis: Axis): Html[] {
  return phases.map(({ phase, fromMs, toMs }) => {
    const title = html`<title>${phase} ${duration(toMs - fromMs)}, from ${duration(fromMs)} to ${duration(toMs)}</title>`;
    const box = html`x="${place(fromMs, axis)}" width="${place(toMs - fromMs, axis)}" y="${LANE.barTop}" height="${LANE.barHeight}"`;
    const hatch = HATCHED.has(phase) ? html`<rect class="hatched" ${box}/>` : NOTHING;
    return html`<g>${title}<rect class="phase-${phase}" ${box}/>${hatch}</g>`;
  });
}

function laneText({ phases }: HostTimeline): string {
  return phases.map(({ phase, fromMs, toMs }) => `${phase} ${duration(toMs - fromMs)}`).join(", ");
}

/** The scale above all lanes. */
export function axisScale(axis: Axis): Html {
  // Every second label may go where it gets narrow.
  const isSpare = (at: number) => at % 2 === 1 && axis.ticks.length > 5;
  const labels = axis.ticks.map(({ atMs, label }, at) => {
    const anchor = atMs === 0 ? "start" : atMs > axis.lengthMs * 0.97 ? "end" : "middle";
    return html`<text class="${isSpare(at) ? "spare" : ""}" x="${place(atMs, axis)}" y="14" text-anchor="${anchor}">${label}</text>`;
  });
  return html`<svg class="axis" aria-hidden="true">${labels}</svg>`;
}

/** A piece of a phase's bar. */
export function swatch(phase: Phase): Html {
  const box = html`width="100%" height="100%"`;
  const hatch = HATCHED.has(phase) ? html`<rect class="hatched" ${box}/>` : NOTHING;
  return html`<svg aria-hidden="true"><rect class="phase-${phase}" ${box}/>${hatch}</svg>`;
}

export function phasesIn(hosts: readonly HostTimeline[]): Phase[] {
  const seen = new Set(hosts.flatMap(({ phases }) => phases.map(({ phase }) => phase)));
  return PHASES.filter((phase) => seen.has(phase));
}
