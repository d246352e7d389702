import type { Phase } from "../timeline";

/** On light ground (and paper), and on dark. */
export type Colour = readonly [light: string, dark: string];

/**
 * What is done before the start is grey: it seldom matters, and then its name is asked for. The colours from `start` on are
 * those of Okabe and Ito, which people with any colour vision can tell apart; the ways back are hatched as well.
 */
export const PHASE_COLOURS: Readonly<Record<Phase, Colour>> = {
  preflight: ["#c5cad1", "#4b535d"],
  connect: ["#8f98a5", "#7d8793"],
  check: ["#b3bbc5", "#5d6671"],
  upload: ["#6b7786", "#a3aebb"],
  lock: ["#d9dde2", "#3a424b"],
  stage: ["#a0a9b4", "#6c7681"],
  runtime: ["#8a7861", "#b5a386"],
  verify: ["#b3bbc5", "#5d6671"],
  start: ["#0072b2", "#3a93d6"],
  soak: ["#7cc3ee", "#a7d8f5"],
  commit: ["#009e73", "#2db58b"],
  diagnose: ["#e69f00", "#e9b23c"],
  rollback: ["#d55e00", "#ec7f33"],
  revert: ["#b85e95", "#d98ab9"],
};

export const SURFACE_COLOURS: Readonly<Record<string, Colour>> = {
  ground: ["#ffffff", "#15181c"],
  raised: ["#f5f6f8", "#1d2127"],
  text: ["#1c2127", "#e3e7ec"],
  muted: ["#5c6672", "#98a3b0"],
  line: ["#e2e5e9", "#2c323a"],
  wait: ["#b4bac2", "#555f6b"],
  good: ["#0a7a57", "#4cc79d"],
  bad: ["#b3261e", "#ff8a7c"],
  "bad-ground": ["#fdf2f0", "#2a1b1a"],
};
