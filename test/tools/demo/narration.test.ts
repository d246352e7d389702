import { describe, expect, it } from "vitest";
import { narration, wantsColours } from "../../../tools/demo/narration";

const plain = narration({ colours: false });
const coloured = narration({ colours: true });

describe("the demo's own words", () => {
  it("are plain text without colours", () => {
    const all = [
      plain.heading(1, 7, "The first deployment"),
      plain.paragraph("It waits."),
      plain.prompt("root@web-1 ", "true"),
      plain.edited("app.py", "one", "two"),
      plain.answer("yes"),
      plain.verdict(false, "it runs"),
    ].join("");
    expect(all).not.toContain("\u001b");
    expect(all).toContain("1/7  The first deployment\n─────────────────────────\n");
    expect(all).toContain("root@web-1 $ true\n");
    expect(all).toContain("app.py\n- one\n+ two\n");
    expect(all).toContain("  ✗ it runs");
  });

  it("say the same in colours", () => {
    expect(coloured.verdict(true, "it runs")).toBe("  \u001b[32m✓\u001b[0m it runs\n\n");
  });

  it("fit the terminal, and are never longer than a hundred characters", () => {
    const text = "word ".repeat(60).trim();
    const longest = (columns?: number) =>
      Math.max(
        ...narration({ colours: false, columns })
          .paragraph(text)
          .split("\n")
          .map(({ length }) => length),
      );
    expect(longest(40)).toBe(39);
    expect(longest(300)).toBe(99);
    expect(longest()).toBe(99);
  });

  it("pass over an empty answer", () => {
    expect(plain.answer("")).toBe("");
  });
});

describe("colours", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR, which counts as unset", true, { NO_COLOR: "" }, true],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
  ])("for %s", (_, isTerminal, env, wanted) => {
    expect(wantsColours(isTerminal, env)).toBe(wanted);
  });
});
