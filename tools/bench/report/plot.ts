import { type Comparison, type Figures, figuresOf } from "../comparison";
import { PHASES, type Phase } from "../contender";
import { doubt, machineLine } from "../measure/machine";
import { PHASE_TITLES, TITLES } from "./words";

const WIDTH = 860;
const LABEL_WIDTH = 190;
const VALUE_WIDTH = 90;
const ROW_HEIGHT = 22;
const BAR_HEIGHT = 12;
const GAP = 26;
const MARGIN = 20;

/** Follows the reader's own choice of light and dark. */
const STYLE = `
  :root { --text: #1f2328; --faint: #656d76; --bar: #9aa7b4; --ours: #0a7d4f; --whisker: #1f2328; --page: #ffffff; }
  @media (prefers-color-scheme: dark) {
    :root { --text: #e6edf3; --faint: #8d96a0; --bar: #5b6673; --ours: #3fb27f; --whisker: #e6edf3; --page: #0d1117; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text); }
  .title { font-weight: 600; }
  .faint { fill: var(--faint); }
  .bar { fill: var(--bar); }
  .ours { fill: var(--ours); }
  .empty { fill: var(--page); fill-opacity: 0.45; }
  .whisker { stroke: var(--whisker); stroke-width: 1; }
`;

/**
 * Wall times: a bar to the median, a line from minimum to maximum. What the empty `pulumi up` takes is the paler part of
 * its users' bars.
 */
export function drawPlot(comparison: Comparison): string {
  let y = MARGIN;
  const parts: string[] = [];
  for (const phase of PHASES) {
    const figures = figuresOf(comparison, phase);
    if (figures.length === 0) continue;
    parts.push(drawPhase(phase, figures, y));
    y += ROW_HEIGHT * (figures.length + 1) + GAP;
  }
  const remarks = [machineLine(comparison.machine), doubt(comparison.machine) ?? ""].filter(Boolean);
  for (const remark of remarks) {
    parts.push(text(MARGIN, y, `${remark}`, "faint"));
    y += ROW_HEIGHT;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="Wall times of a deployment to ${comparison.hosts} hosts">
<style>${STYLE}</style>
${parts.join("\n")}
</svg>
`;
}

function drawPhase(phase: Phase, figures: readonly Figures[], top: number): string {
  const longest = Math.max(...figures.map(({ wallMs }) => wallMs.max));
  const scale = (ms: number) => (ms / longest) * (WIDTH - 2 * MARGIN - LABEL_WIDTH - VALUE_WIDTH);
  const rows = figures.map((figure, index) => drawRow(figure, top + ROW_HEIGHT * (index + 1), scale));
  return [text(MARGIN, top, PHASE_TITLES[phase], "title"), ...rows].join("\n");
}

function drawRow(
  { contender, wallMs, ownWallMs }: Figures,
  y: number,
  scale: (ms: number) => number,
): string {
  const left = MARGIN + LABEL_WIDTH;
  const kind = contender.startsWith("systemd") ? "ours" : "bar";
  const middle = y - 4;
  const bar = (cls: string, ms: number) =>
    `<rect class="${cls}" x="${left}" y="${middle - BAR_HEIGHT / 2}" width="${scale(ms).toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>`;
  const engineMs = ownWallMs === undefined ? 0 : Math.max(0, wallMs.median - ownWallMs.median);
  return [
    text(MARGIN, y, TITLES[contender]),
    bar(kind, wallMs.median),
    ...(engineMs > 0 ? [bar("empty", engineMs)] : []),
    `<line class="whisker" x1="${(left + scale(wallMs.min)).toFixed(1)}" x2="${(left + scale(wallMs.max)).toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
    text(left + scale(wallMs.max) + 8, y, `${(wallMs.median / 1000).toFixed(1)} s`, "faint"),
  ].join("\n");
}

function text(x: number, y: number, said: string, cls?: string): string {
  const escaped = said.replaceAll("`", "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y}"${cls === undefined ? "" : ` class="${cls}"`}>${escaped}</text>`;
}
