import type { HostTimeline } from "../timeline";
import { type Html, html, NOTHING } from "./html";
import { type Running, runningOn } from "./running";
import { shortDigest } from "./shortDigest";

/** Where no release is named. */
const UNNAMED: Readonly<Record<Running, string>> = {
  wanted: "the wanted release",
  before: "what ran before",
  nothing: "nothing",
  untouched: "as before",
  broken: "not known",
  "not-reverted": "not known",
};

/** What runs on a host: release and state, as far as they are known. */
export function nowText(host: HostTimeline): Html {
  const { release, status } = host;
  const what =
    release === undefined
      ? html`${UNNAMED[runningOn(host)]}`
      : html`<span class="digest" title="${release}">${shortDigest(release)}</span>`;
  return html`${what}${status === undefined ? NOTHING : html` <span class="muted">${status}</span>`}`;
}
