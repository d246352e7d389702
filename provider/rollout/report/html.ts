type Value = string | number | Html | readonly Html[];

/** What no HTML text may hold, and the marks by which a text can show something else than it says. */
const NOT_TEXT = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu;

/** Whole markup. Only the literal parts of an `html` template become markup; every value in it is text. */
export class Html {
  private constructor(readonly markup: string) {}

  /** Values stand where text may, or between the double quotes of an attribute. */
  static template(this: void, literals: TemplateStringsArray, ...values: readonly Value[]): Html {
    return new Html(literals.map((literal, at) => literal + markupOf(values[at] ?? "")).join(""));
  }
}

export const html = Html.template;

export const NOTHING = html``;

function markupOf(value: Value): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(({ markup }) => markup).join("");
  return escaped(String(value));
}

function escaped(text: string): string {
  return text.replace(NOT_TEXT, "\ufffd").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
