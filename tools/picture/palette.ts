/** Colours of the card. It brings its own background, so that it reads the same on a light and on a dark page. */
export const CARD = {
  background: "#12171f",
  border: "#2b3442",
  bar: "#1a212c",
  title: "#8b98a9",
  text: "#d5dce6",
  buttons: ["#f0655c", "#f3bf4f", "#5bc454"],
} as const;

const NAMED = [
  ...["#4b5566", "#ff7b72", "#61d394", "#e8b84a", "#6cb4ff", "#d2a8ff", "#58d1dc", "#c9d2dd"],
  ...["#748094", "#ffa198", "#85e3ae", "#f5d06f", "#8ec7ff", "#e2c5ff", "#86e6ee", "#ffffff"],
] as const;

/** One of the 256 colours of `38;5;n`: 16 named ones, a cube of 6 × 6 × 6, and 24 shades of grey. */
export function indexedColour(index: number): string {
  const named = NAMED[index];
  if (named !== undefined) return named;
  if (index >= 232) return hex([0, 0, 0].map(() => 8 + (index - 232) * 10));
  const inCube = index - 16;
  return hex(
    [Math.floor(inCube / 36), Math.floor(inCube / 6) % 6, inCube % 6].map((step) => step && 55 + step * 40),
  );
}

export function hex(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
