import type { RolloutTimeline } from "../timeline";
import { type Html, html, NOTHING } from "./html";
import { nextSteps } from "./nextStep";
import { prose } from "./prose";
import { settingsWords } from "./settingsWords";
import { elsewhereSentence, verdictSentence, verdictTitle } from "./verdictWords";

/** What one wants to know at 3 a.m., in the first five lines. */
export function header(timeline: RolloutTimeline): Html {
  const { verdict, startedAtMs, endedAtMs, settings } = timeline;
  const [tone, mark] = VERDICT_MARKS[verdict.kind];
  const rules = settingsWords(settings).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  const next = nextSteps(timeline);
  return html`<header>
<h1><i class="mark ${tone}" aria-hidden="true">${mark}</i> ${verdictTitle(timeline)}</h1>
<p class="lead">${verdictSentence(timeline)} ${elsewhereSentence(timeline)}</p>
${next.length === 0 ? NOTHING : html`<p><b>Next:</b> ${prose(next.join(" "))}</p>`}
<p class="muted">${clock(startedAtMs)} – ${clock(endedAtMs)} UTC</p>
<dl aria-label="Settings of the rollout">${rules}</dl>
</header>`;
}

const VERDICT_MARKS = {
  succeeded: ["good", "✓"],
  incomplete: ["bad", "✕"],
  paused: ["idle", "‖"],
  halted: ["bad", "✕"],
} as const;

/** UTC, to the second: hosts, and whoever reads this, may be anywhere. */
function clock(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}
