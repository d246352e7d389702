import { describe, expect, it } from "vitest";
import { splitWords } from "../../../../provider/systemd/unit/words";

describe("splitWords", () => {
  it.each([
    ["a  b\tc", ["a", "b", "c"]],
    ['"a b" c', ["a b", "c"]],
    ["'a b'\"c\"", ["a bc"]],
    ['k"l m"n', ["kl mn"]],
    ['"" x', ["", "x"]],
    ["a\\x20b", ["a b"]],
    ["'a\\tb'", ["a\tb"]],
    ['"say \\"hi\\""', ['say "hi"']],
    ["\\u00e9\\101", ["\u00e9A"]],
    ["a \\; b", ["a", ";", "b"]],
    ["%h $X", ["%h", "$X"]],
    ["", []],
  ])("%j", (value, words) => {
    expect(splitWords(value)?.map(({ text }) => text)).toEqual(words);
  });

  it.each(["'open", '"open', "a\\", "\\q", "\\x2", "\\000"])("gives up on %j, as systemd does", (value) => {
    expect(splitWords(value)).toBeUndefined();
  });

  it("tells what was quoted", () => {
    expect(splitWords("a 'b' c\\x64")?.map(({ quoted }) => quoted)).toEqual([false, true, true]);
  });
});
