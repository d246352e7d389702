import { HOST_OUTCOMES } from "../outcome";
import { PHASES } from "../timeline";
import { type Html, html } from "./html";
import { type Colour, PHASE_COLOURS, SURFACE_COLOURS } from "./palette";

const COLOURS: readonly (readonly [string, Colour])[] = [
  ...Object.entries(SURFACE_COLOURS),
  ...Object.entries(PHASE_COLOURS),
];

function variables(ground: 0 | 1): Html[] {
  return COLOURS.map(([name, colour]) => html`--${name}:${colour[ground]};`);
}

/** Rows that a filter hides, and groups of which nothing is left: all but where a link led. On paper there is all of it. */
const FILTERS: readonly Html[] = [
  ...HOST_OUTCOMES.map((outcome) => filter(outcome, outcome)),
  filter("any-failure", "bad"),
];

function filter(id: string, shown: string): Html {
  return html`
body:has(#only-${id}:checked) .timeline :is(.host:not(.${shown},:target,:has(+.why :target)),.why:not(.${shown},:has(:target)),tbody:not(:has(.${shown},:target))){display:none}`;
}

/** The page's only style. It names no outside resource, and prints as it looks on light ground. */
export const STYLE: Html = html`
:root{color-scheme:light;${variables(0)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${variables(1)}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2.5rem 2rem 4rem;max-width:90rem;background:var(--ground);color:var(--text);
  font:14px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1{margin:0;font-size:2em;line-height:1.25;font-weight:600;letter-spacing:-.01em}
h2{margin:2.25rem 0 .6rem;font-size:1.15em;font-weight:600}
p{margin:.5rem 0;max-width:85ch}
a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:.15em}
a:hover{text-decoration-color:currentcolor}
:focus-visible{outline:2px solid var(--start);outline-offset:2px;border-radius:2px}
code,pre,.digest{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
.digest{white-space:nowrap}
.lead{font-size:1.2em}
.muted,time{color:var(--muted)}
.mark{font-style:normal}
.good .mark,.mark.good{color:var(--good)}
.bad .mark,.mark.bad,.bad .word{color:var(--bad)}
.bad .word{font-weight:600}
dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:1.25rem 0 0;padding:.75rem 0;border-block:1px solid var(--line)}
dl div{display:flex;gap:.5rem}
dt{color:var(--muted)}
dd{margin:0}
table{border-collapse:collapse;text-align:left}
th{font-weight:inherit}
th,td{padding:.15rem .75rem .15rem 0;vertical-align:top}
thead th{color:var(--muted);font-size:.92em}
.number{text-align:right;white-space:nowrap}
.plain tbody tr{border-top:1px solid var(--line)}
.causes{list-style:none;margin:0;padding:0}
.causes li{padding:.45rem .75rem;border-left:3px solid var(--bad);background:var(--bad-ground);margin-bottom:.35rem}
.causes li{display:grid;grid-template-columns:2fr 3fr;gap:0 1.5rem}
.causes p{margin:0;max-width:none}
.names a{margin-right:.6rem}
.plain :is(td,th):not(.names){overflow-wrap:normal}
.plain .names{min-width:10rem}
.times td{white-space:nowrap}
details summary{cursor:pointer}
pre{margin:.4rem 0 .6rem;white-space:pre-wrap;line-height:1.4}
.filter{border:0;margin:0 0 .25rem;padding:0;display:flex;flex-wrap:wrap;gap:.35rem}
.filter legend{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.filter input{position:absolute;opacity:0;width:1px;height:1px}
.filter label{padding:.1rem .7rem;border:1px solid var(--line);border-radius:1rem;cursor:pointer}
.filter label:hover{border-color:var(--muted)}
.filter input:checked+label{background:var(--text);border-color:var(--text);color:var(--ground)}
.filter input:checked+label .mark{color:inherit}
.filter input:focus-visible+label{outline:2px solid var(--start);outline-offset:2px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.75rem 0;padding:0}
.legend svg,.plain svg{width:1.1rem;height:.7rem;margin-right:.35rem}
.timeline{width:100%;table-layout:fixed;line-height:1.4}
.timeline .name{width:20%}.timeline .outcome{width:9.5em}.timeline .ready{width:6.5em}.timeline .now{width:18.5em}
.timeline thead th{position:sticky;top:0;z-index:1;background:var(--ground);padding-block:.5rem .3rem;vertical-align:bottom;
  box-shadow:0 1px var(--line)}
.timeline .lane{padding-right:1.5rem}
.timeline thead .ready{white-space:normal}
.group th{padding-top:.9rem;color:var(--muted);font-size:.92em}
.group b{color:var(--text);font-weight:600;margin-right:.35rem}
.host{scroll-margin-top:4rem}
.why pre{scroll-margin-top:9rem}
.host th,.host td{border-top:1px solid var(--line)}
.host.bad>*,.why.bad>*{background:var(--bad-ground)}
.host.bad th,.why.bad td:first-child{box-shadow:inset 3px 0 var(--bad);padding-left:.6rem}
.host:target>*{background:color-mix(in srgb,var(--soak) 25%,var(--ground))}
.why td{padding-block:0 .25rem}
.lane svg{display:block;width:100%;height:1.25rem;overflow:visible}
.axis text{fill:var(--muted);font-size:.95em}
.grid{stroke:var(--line)}
.wait{stroke:var(--wait)}
.cross{stroke:var(--bad);stroke-width:2.25;fill:none;stroke-linecap:round}
.hatch{stroke:var(--ground);stroke-width:1.5}
.hatched{fill:url(#hatch)}
${PHASES.map((phase) => html`.phase-${phase}{fill:var(--${phase})}`)}
.phase-lock{stroke:var(--muted);stroke-width:.5}
.defs{position:absolute;width:0;height:0}
.wide{overflow-x:auto}
footer{margin-top:3rem;color:var(--muted);font-size:.92em}
@media screen{${FILTERS}}
@media (max-width:80rem){.spare{display:none}}
@media screen and (max-width:64rem){
body{padding:1.25rem 1rem 3rem}
.causes li{display:block}
.plain .names{min-width:6rem}
.timeline,.timeline thead,.timeline tbody,.group th,.why td{display:block}
.timeline thead{position:sticky;top:0;z-index:1}
.timeline tr{display:grid;grid-template-columns:minmax(8em,1fr) 9em minmax(0,17em)}
.timeline .group,.timeline .why{display:block}
.timeline .lane{grid-column:1/-1;order:1;padding-right:1.25rem}
.timeline :is(.name,.outcome,.now){width:auto}
.host .lane{border-top:0}
.timeline .ready,.timeline thead th:not(.lane),.why td:first-child,.meaning{display:none}
.timeline tr>*,.host.bad th,.why.bad td{padding-left:.6rem}
.host.bad .lane,.why.bad td{box-shadow:inset 3px 0 var(--bad)}}
@media print{
@page{size:landscape;margin:12mm}
body{padding:0;max-width:none;font-size:8pt}
h2{margin-top:1.25rem}
.times{font-size:7pt}
.times :is(th,td){padding-right:.4rem}
.filter{display:none}
.timeline thead th{position:static}
details::details-content{content-visibility:visible;block-size:auto;display:block}
summary{list-style:none}
h2,.legend,.group{break-after:avoid}
.host,li,.legend{break-inside:avoid}
.host:has(+.why){break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
