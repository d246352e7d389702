import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html, NOTHING } from "../../../../provider/rollout/report/html";
import { anyText } from "./anyText";

describe("html", () => {
  it("takes the template as markup and every value as text", () => {
    expect(html`<b title="${`"'`}">${"<i>&amp;"}</b>`.markup).toBe(
      '<b title="&#34;&#39;">&#60;i&#62;&#38;amp;</b>',
    );
  });

  it("takes markup of its own making as it is, also a list of it", () => {
    const items = ["a", "<"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${NOTHING}</ul>${3}`.markup).toBe("<ul><li>a</li><li>&#60;</li></ul>3");
  });

  it("is not taken in by what only looks like markup of its own making", () => {
    const forged = JSON.parse('{"markup": "<script>"}') as typeof NOTHING;
    expect(html`<b>${`${forged}`}</b>`.markup).toBe("<b>[object Object]</b>");
  });

  it("keeps the lines and indents of a text", () => {
    expect(html`${"a\n\tb"}`.markup).toBe("a\n\tb");
  });

  it.each([
    ["an escape sequence", "\u001b[2J"],
    ["a null", "\u0000"],
    ["half of a character", "\ud83d"],
    ["an override of the writing direction", "\u202e"],
    ["what is no character", "\uffff"],
  ])("shows that there was %s", (_what, text) => {
    expect(html`${text}`.markup).toContain("\ufffd");
  });

  it("lets no text out of its element or attribute", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const [, attribute = "<", content = "<"] =
          /^<b title="([^"]*)">([^<]*)<\/b>$/.exec(html`<b title="${text}">${text}</b>`.markup) ?? [];
        expect(attribute + content).not.toMatch(/[<>"']|&(?!#\d+;)/);
      }),
    );
  });

  it("says all that can be shown of a text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = html`${text}`.markup.replace(/&#(\d+);/g, (_, code) =>
          String.fromCharCode(Number(code)),
        );
        expect(shown).toBe(text);
      }),
    );
  });
});
