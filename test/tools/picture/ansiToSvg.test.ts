import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ansiToSvg } from "../../../tools/picture/ansiToSvg";

const picture = (recording: string) => ansiToSvg(recording, { title: "pulumi up", columns: 80 });

describe("the picture", () => {
  it("places each run of text by its column, stretched to the grid whatever the font", () => {
    const svg = picture("  ab  \u001b[32mcreated\u001b[0m");
    expect(svg).toContain('<text x="36.8" y="71" textLength="16.8">ab</text>');
    expect(svg).toContain('<text x="70.4" y="71" textLength="58.8" style="fill:#61d394">created</text>');
  });

  it("draws backgrounds and underlines, under blanks too", () => {
    const svg = picture("\u001b[4;34m a\u001b[0m\u001b[41m  \u001b[0m");
    expect(svg).toContain('<path d="M20 74h16.8" stroke="#6cb4ff"/>');
    expect(svg).toContain('<rect x="36.8" y="56" width="16.8" height="20" fill="#ff7b72"/>');
  });

  it("grows with the lines, and is never too narrow for its title", () => {
    const size = (svg: string) => /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.slice(1).map(Number);
    expect(size(picture("x".repeat(70)))).toEqual([628, 96]);
    expect(size(picture("a\nb\nc"))).toEqual([284, 136]);
  });

  it("needs nothing from outside", () => {
    expect(picture("text").replace("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|href|url\(|@import|<script/,
    );
  });

  it("is well-formed whatever was recorded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (recording) => {
        const svg = ansiToSvg(recording, { title: recording });
        const texts = [...svg.matchAll(/>([^<]*)</g)].map(([, text]) => text ?? "");
        expect(texts.join("").replace(/&#\d+;/g, "")).not.toMatch(/[<&\p{Cs}\ufffe\uffff]|(?!\n)\p{Cc}/u);
      }),
    );
  });

  it("escapes what would be markup", () => {
    expect(picture('<a b="c">&')).toContain(">&#60;a b=&#34;c&#34;&#62;&#38;</text>");
  });
});
