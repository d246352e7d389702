/**
 * What a terminal obeys instead of showing it: control characters (escape sequences begin with one), line separators, and
 * the marks that make a terminal write from right to left, by which a text can show something else than it says.
 */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A host's words as one line for terminals and state files: whatever is not there to be read becomes visible. */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => (character === "\t" ? "  " : "\uFFFD"));
}
