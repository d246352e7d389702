const ESCAPE = "\u001b";
const REDRAW = new RegExp(`${ESCAPE}\\[\\d+A`, "g");

/**
 * A recording that shows two moments, one below the other: the last one in which `text` stood on the screen, and the end.
 * The CLI redraws by moving up, so what was written until its next move up is a whole screen.
 */
export function withMoment(recording: string, text: string): string {
  const at = recording.lastIndexOf(text);
  if (at === -1) throw new Error(`the recording never shows “${text}”`);
  REDRAW.lastIndex = at;
  const end = REDRAW.exec(recording)?.index ?? recording.length;
  return `${recording.slice(0, end)}${ESCAPE}[0m\r\n${ESCAPE}[2m     ⋮${ESCAPE}[0m\r\n\r\n${recording}`;
}
