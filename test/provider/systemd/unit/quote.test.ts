import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  escapeSpecifiers,
  quoteArgument,
  quoteAssignment,
  quoteCommand,
} from "../../../../provider/systemd/unit/quote";
import { splitWords } from "../../../../provider/systemd/unit/words";
import { quotableText } from "./validText";

describe("quoteArgument", () => {
  it.each([
    ["app_notify.py", "app_notify.py"],
    ["--port=80", "--port=80"],
    ["", '""'],
    ["a b", '"a b"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\x", '"C:\\\\x"'],
    ["100%", '"100%%"'],
    ["$HOME", '"$$HOME"'],
    [";", '";"'],
    ["#chan", '"#chan"'],
    ["déjà", '"déjà"'],
  ])("%j is written %s", (argument, text) => {
    expect(quoteArgument(argument)).toBe(text);
  });

  it("comes back word for word, whatever the arguments", () => {
    fc.assert(
      fc.property(fc.array(quotableText, { minLength: 1, maxLength: 5 }), (argv) => {
        const words = splitWords(quoteCommand(argv))?.map(({ text }) => text);
        expect(words?.map((word) => word.replaceAll("$$", "$").replaceAll("%%", "%"))).toEqual(argv);
      }),
    );
  });

  it("leaves no specifier and no variable to expand", () => {
    fc.assert(
      fc.property(quotableText, (argument) => {
        expect(quoteArgument(argument).replaceAll("%%", "").replaceAll("$$", "")).not.toMatch(/[%$]/);
      }),
    );
  });
});

describe("quoteAssignment", () => {
  it("keeps a dollar sign as it is, which systemd does not expand there", () => {
    expect(quoteAssignment("PRICE", "5$ 100%")).toBe('"PRICE=5$ 100%%"');
  });
});

describe("escapeSpecifiers", () => {
  it("doubles every percent sign", () => {
    expect(escapeSpecifiers("100% of %h")).toBe("100%% of %%h");
  });
});
