const ESCAPE = "\u001b";
const REDRAW = new RegExp(`${ESCAPE}\\[\\d+A`, "g");
const GAP = `${ESCAPE}[0m\r\n${ESCAPE}[2m     ⋮${ESCAPE}[0m\r\n\r\n`;

/**
 * A recording that shows several moments one below the other: for each text the last one in which it stood on the screen,
 * and at the bottom the end.
 */
export function momentsOf(recording: string, texts: readonly string[]): string {
  return [...texts.map((text) => until(recording, text)), recording].join(GAP);
}

/** The CLI redraws by moving up, so what was written until its next move up is a whole screen. */
function until(recording: string, text: string): string {
  const at = recording.lastIndexOf(text);
  if (at === -1) throw new Error(`the recording never shows “${text}”`);
  REDRAW.lastIndex = at;
  return recording.slice(0, REDRAW.exec(recording)?.index);
}
