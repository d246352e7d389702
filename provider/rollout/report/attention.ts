import { OUTCOME_WORDS } from "../outcomeWords";
import type { RolloutTimeline } from "../timeline";
import { type Cause, causesOf } from "./causes";
import { hostLinks } from "./hostLinks";
import { type Html, html, NOTHING } from "./html";

/** Which hosts failed, and why: each leads to its row, where the whole diagnosis is. */
export function attentionSection(timeline: RolloutTimeline): Html {
  const causes = causesOf(timeline);
  if (causes.length === 0) return NOTHING;
  return html`<section aria-labelledby="failures"><h2 id="failures">Failures</h2>
<ul class="causes">${causes.map(causeItem)}</ul></section>`;
}

function causeItem({ outcome, words, hosts }: Cause): Html {
  const many = hosts.length === 1 ? NOTHING : html` <span class="muted">· ${hosts.length} hosts</span>`;
  return html`<li class="bad"><p><i class="mark" aria-hidden="true">✕</i> <span class="word">${OUTCOME_WORDS[outcome]}:</span> <bdi>${words}</bdi>${many}</p><p class="names">${hostLinks(hosts, "failure")}</p></li>
`;
}
