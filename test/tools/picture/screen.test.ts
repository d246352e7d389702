import { describe, expect, it } from "vitest";
import { screenOf } from "../../../tools/picture/screen";

/** The screen as text, without what is blank at the ends of lines. */
function shown(recording: string, columns = 20): string[] {
  return screenOf(recording, columns).map((row) =>
    Array.from(row, (cell) => cell?.character ?? " ")
      .join("")
      .trimEnd(),
  );
}

describe("the screen", () => {
  it.each<[string, string, string[]]>([
    ["lines", "one\ntwo\r\nthree", ["one", "two", "three"]],
    ["accents and box drawing", "└─ prête é", ["└─ prête é"]],
    ["no blank lines at the edges, but between", "\n\na\n\nb\n \n", ["a", "", "b"]],
    ["a carriage return writes over", "creating\rcreated", ["createdg"]],
    ["erase to the end of the line", "creating\rcreated\u001b[K", ["created"]],
    [
      "erase to the start of the line, and all of it",
      "abcd\r\u001b[C\u001b[1K\nabcd\u001b[2Ke",
      ["  cd", "    e"],
    ],
    ["a row rewritten by going up", "a 1\nb 1\n\u001b[2Aa 2\u001b[K\nb 2\u001b[K\n", ["a 2", "b 2"]],
    ["erase all that is below", "a\nb\nc\u001b[2A\u001b[J", ["a"]],
    ["columns by number, and home", "abc\u001b[2Gx\u001b[Hy", ["yxc"]],
    ["down and back", "a\u001b[Bb\u001b[2Dc", ["a", "cb"]],
    ["tabs and backspaces", "a\tb\bc", ["a       c"]],
    [
      "long lines wrap as late as in a terminal",
      "0123456789\n0123456789ab",
      ["0123456789", "0123456789", "ab"],
    ],
    [
      "what only steers a terminal",
      "\u001b[?25la\u001b]0;title\u0007b\u001b]8;;x\u001b\\c\u001b(B\u001b[6n",
      ["abc"],
    ],
    ["a recording cut off in a sequence", "abc\u001b[3", ["abc"]],
    ["nothing", "", []],
  ])("shows %s", (_, recording, rows) => {
    expect(shown(recording, 10)).toEqual(rows);
  });

  it("keeps each character's style", () => {
    expect(screenOf("a\u001b[1;32mb\u001b[0mc", 10)).toEqual([
      [
        { character: "a", style: {} },
        { character: "b", style: { bold: true, colour: "#61d394" } },
        { character: "c", style: {} },
      ],
    ]);
  });

  it("keeps a blank line that has a background", () => {
    expect(screenOf("a\n\u001b[41m \u001b[0m\n", 10)).toHaveLength(2);
  });
});
