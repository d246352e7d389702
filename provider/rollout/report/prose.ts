import { type Html, html } from "./html";

/** A sentence with commands in backquotes, as a terminal shows it. */
export function prose(text: string): Html[] {
  return text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
