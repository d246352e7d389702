import { OUTCOME_MEANINGS, OUTCOME_WORDS } from "../outcomeWords";
import type { HostTimeline, RolloutTimeline } from "../timeline";
import { type Axis, axisOf } from "./axis";
import { causeWords, textBelow } from "./causes";
import { duration } from "./duration";
import { groupsOf, type HostGroup, type PlacedHost } from "./groups";
import { hostId, hostName, whyId } from "./hostLinks";
import { type Html, html, NOTHING } from "./html";
import { axisScale, lane, laneDefinitions, phasesIn, swatch } from "./lane";
import { nowText } from "./nowText";
import { outcomeFilter } from "./outcomeFilter";
import { markOf, toneOf } from "./tone";

const COLUMNS = 5;

/** A row for each host on one axis, under its batch, and what went wrong below it. */
export function timelineSection(timeline: RolloutTimeline): Html {
  const axis = axisOf(timeline);
  const legend = phasesIn(timeline.hosts).map((phase) => html`<li>${swatch(phase)}${phase}</li>`);
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${outcomeFilter(timeline.hosts)}
<ul class="legend" aria-label="Phases">${legend}</ul>
${laneDefinitions(axis)}<table class="timeline">
<thead><tr><th class="name" scope="col">Host</th><th class="outcome" scope="col">Outcome</th><th class="lane" scope="col" aria-label="Phases since the rollout began">${axisScale(axis)}</th><th class="ready number" scope="col">READY=1 after</th><th class="now" scope="col">Runs now</th></tr></thead>
${groupsOf(timeline).map((group) => groupBody(group, timeline, axis))}
</table></section>`;
}

function groupBody({ title, hosts, span }: HostGroup, timeline: RolloutTimeline, axis: Axis): Html {
  const many = hosts.length === 1 ? "1 host" : `${hosts.length} hosts`;
  const when = span ? html`, ${duration(span.fromMs)} – ${duration(span.toMs)}` : NOTHING;
  return html`<tbody><tr class="group"><th colspan="${COLUMNS}" scope="rowgroup"><b>${title}</b> ${many}${when}</th></tr>
${hosts.map((placed) => hostRows(placed, timeline, axis))}</tbody>
`;
}

function hostRows({ host, at }: PlacedHost, { service }: RolloutTimeline, axis: Axis): Html {
  const { name, address, outcome } = host;
  const tone = toneOf(outcome);
  const beside = address === name ? NOTHING : html` <span class="address muted">${address}</span>`;
  const ready = host.readyAfterSeconds;
  return html`<tr class="host ${outcome} ${tone}" id="${hostId(at)}"><th class="name" scope="row">${hostName(name)}${beside}</th><td class="outcome" title="${OUTCOME_MEANINGS[outcome]}"><i class="mark" aria-hidden="true">${markOf(outcome)}</i> <span class="word">${OUTCOME_WORDS[outcome]}</span></td><td class="lane">${lane(host, axis)}</td><td class="ready number">${ready === undefined ? "" : duration(ready * 1000)}</td><td class="now">${nowText(host)}</td></tr>
${host.failure ? whyRow({ host, at }, host.failure, service) : NOTHING}`;
}

function whyRow(
  { host, at }: PlacedHost,
  failure: NonNullable<HostTimeline["failure"]>,
  service: string,
): Html {
  const words = causeWords(host, service);
  const text = textBelow(failure);
  const why =
    text === ""
      ? html`<bdi>${words}</bdi>`
      : html`<details><summary>${words}</summary><pre id="${whyId(at)}">${text}</pre></details>`;
  return html`<tr class="why ${host.outcome} ${toneOf(host.outcome)}"><td></td><td colspan="${COLUMNS - 1}">${why}</td></tr>
`;
}
