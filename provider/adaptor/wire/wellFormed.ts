/**
 * `text` with every half of a surrogate pair replaced by U+FFFD. A text cut in the middle of an emoji is not UTF-8 once
 * encoded: protobuf refuses the whole message for it, and an operation's outcome would be lost.
 */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
