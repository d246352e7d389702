import type { RolloutTimeline } from "../timeline";
import { hostLinks } from "./hostLinks";
import { type Html, html } from "./html";
import { nowText } from "./nowText";
import { type Running, type RunningGroup, runningGroups } from "./running";

const MEANINGS: Readonly<Record<Running, string>> = {
  wanted: "the release of this rollout",
  before: "what ran before it",
  nothing: "no release, as before it",
  untouched: "not touched by it",
  broken: "broken: look here first",
  "not-reverted": "could not be taken back",
};

/** More names than these are folded away: where all is as wanted, nobody reads two hundred. */
const NAMED = 8;

/** What runs where. */
export function runningSection(timeline: RolloutTimeline): Html {
  return html`<section aria-labelledby="running"><h2 id="running">What runs now</h2>
<table class="plain"><thead><tr><th class="number" scope="col">Hosts</th><th scope="col">Release and state</th><th scope="col"></th><th scope="col">Which</th></tr></thead>
<tbody>${runningGroups(timeline).map(groupRow)}</tbody></table></section>`;
}

function groupRow(group: RunningGroup): Html {
  const { running, hosts } = group;
  const links = hostLinks(hosts);
  const names =
    hosts.length <= NAMED ? links : html`<details><summary>${hosts.length} names</summary>${links}</details>`;
  return html`<tr><td class="number">${hosts.length}</td><td>${whatRuns(group)}</td><td>${MEANINGS[running]}</td><td class="names">${names}</td></tr>
`;
}

function whatRuns({ running, release, status, hosts }: RunningGroup): Html {
  const [first] = hosts;
  const ownReleases = running === "wanted" && release === undefined && hosts.length > 1;
  if (ownReleases || !first)
    return html`a release of each host's own <span class="muted">${status ?? ""}</span>`;
  return nowText(first.host);
}
