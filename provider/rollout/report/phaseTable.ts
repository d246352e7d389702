import type { RolloutTimeline } from "../timeline";
import { duration } from "./duration";
import { hostLinks } from "./hostLinks";
import { type Html, html, NOTHING } from "./html";
import { swatch } from "./lane";
import { type PhaseFigures, phaseFigures } from "./phaseFigures";
import { PHASE_MEANINGS } from "./phaseWords";

/** How long each phase took, and where it took longest. */
export function phaseSection(timeline: RolloutTimeline): Html {
  const figures = phaseFigures(timeline);
  if (figures.length === 0) return NOTHING;
  return html`<section aria-labelledby="phases"><h2 id="phases">How long each phase took</h2>
<table class="plain"><thead><tr><th scope="col">Phase</th><th class="meaning" scope="col"></th><th class="number" scope="col">Hosts</th><th class="number" scope="col">Median</th><th class="number" scope="col">Longest</th><th scope="col">on</th></tr></thead>
<tbody>${figures.map(figureRow)}</tbody></table></section>`;
}

function figureRow({ phase, hosts, medianMs, longestMs, longestOn }: PhaseFigures): Html {
  return html`<tr><th scope="row">${swatch(phase)}${phase}</th><td class="meaning muted">${PHASE_MEANINGS[phase]}</td><td class="number">${hosts}</td><td class="number">${duration(medianMs)}</td><td class="number">${duration(longestMs)}</td><td class="names">${hostLinks([longestOn])}</td></tr>
`;
}
