import { HOST_OUTCOMES } from "../outcome";
import { OUTCOME_WORDS } from "../outcomeWords";
import type { HostTimeline } from "../timeline";
import { type Html, html, NOTHING } from "./html";
import { markOf, toneOf } from "./tone";

/** A button for each outcome that there is. They are radio buttons, and the style sheet does the work: no script is needed. */
export function outcomeFilter(hosts: readonly HostTimeline[]): Html {
  const bad = hosts.filter(({ outcome }) => toneOf(outcome) === "bad");
  const outcomes = HOST_OUTCOMES.flatMap((outcome) => {
    const many = hosts.filter((host) => host.outcome === outcome).length;
    const tone = toneOf(outcome);
    const text = html`<i class="mark ${tone}" aria-hidden="true">${markOf(outcome)}</i> ${OUTCOME_WORDS[outcome]} ${many}`;
    return many === 0 ? [] : [{ outcome, text }];
  });
  // One button for all failures is worth its place where it says more than the next one does.
  const kindsOfBad = outcomes.filter(({ outcome }) => toneOf(outcome) === "bad").length;
  return html`<fieldset class="filter"><legend>Show hosts</legend>
${radio("all", html`all ${hosts.length}`, true)}
${kindsOfBad > 1 ? radio("any-failure", html`<i class="mark bad" aria-hidden="true">✕</i> any failure ${bad.length}`) : NOTHING}
${outcomes.map(({ outcome, text }) => radio(outcome, text))}</fieldset>`;
}

function radio(id: string, text: Html, isChosen = false): Html {
  return html`<span><input type="radio" name="only" id="only-${id}"${isChosen ? html` checked` : NOTHING}><label for="only-${id}">${text}</label></span>`;
}
