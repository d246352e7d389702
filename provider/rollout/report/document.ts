import { createHash } from "node:crypto";
import type { RolloutTimeline } from "../timeline";
import { attentionSection } from "./attention";
import { header } from "./header";
import { type Html, html } from "./html";
import { phaseSection } from "./phaseTable";
import { runningSection } from "./runningTable";
import { STYLE } from "./style";
import { timelineSection } from "./timelineTable";
import { timesSection } from "./timesTable";
import { verdictTitle } from "./verdictWords";

/**
 * A rollout as one HTML file for people: what came of it, why hosts failed, and when each host was busy with what. It needs
 * nothing from anywhere, has no script, and works printed. The same timeline always gives the same text.
 */
export function renderReport(timeline: RolloutTimeline): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(STYLE)}">
<meta name="viewport" content="width=device-width">
<title>${timeline.service}: ${verdictTitle(timeline)}</title>
<style>${STYLE}</style>
</head>
<body>
${header(timeline)}
<main>
${attentionSection(timeline)}
${runningSection(timeline)}
${timelineSection(timeline)}
${phaseSection(timeline)}
${timesSection(timeline)}
</main>
<footer>Times are counted from the beginning of the rollout, on the machine that ran it. Written by pulumi-systemd.</footer>
</body>
</html>
`.markup;
}

/** Nothing may be loaded or run, and no style but ours applies: should a text ever get out of its place, it does nothing. */
function policy(style: Html): string {
  const digest = createHash("sha256").update(style.markup).digest("base64");
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}
