import { OUTCOME_WORDS } from "../outcomeWords";
import type { Phase, RolloutTimeline } from "../timeline";
import { groupsOf, type PlacedHost, turnOf } from "./groups";
import { type Html, html, NOTHING } from "./html";
import { phasesIn } from "./lane";
import { spentIn } from "./phaseFigures";

/** The timeline in figures: for screen readers, spreadsheets, and whoever wants to know exactly. */
export function timesSection(timeline: RolloutTimeline): Html {
  const phases = phasesIn(timeline.hosts);
  if (phases.length === 0) return NOTHING;
  const hosts = groupsOf(timeline).flatMap((group) => group.hosts);
  const heads = phases.map((phase) => html`<th class="number" scope="col">${phase}</th>`);
  return html`<section aria-labelledby="times"><h2 id="times">All times</h2>
<details><summary>Seconds that each host spent in each phase</summary><div class="wide"><table class="plain times">
<thead><tr><th scope="col">Host</th><th scope="col">Outcome</th><th class="number" scope="col">turn began</th>${heads}</tr></thead>
<tbody>${hosts.map((host) => timesRow(host, phases))}</tbody></table></div></details></section>`;
}

function timesRow({ host }: PlacedHost, phases: readonly Phase[]): Html {
  const spent = spentIn(host.phases);
  const cells = phases.map((phase) => html`<td class="number">${seconds(spent.get(phase))}</td>`);
  return html`<tr><th scope="row"><bdi>${host.name}</bdi></th><td>${OUTCOME_WORDS[host.outcome]}</td><td class="number">${seconds(turnOf(host)?.fromMs)}</td>${cells}</tr>
`;
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? "" : (ms / 1000).toFixed(1);
}
