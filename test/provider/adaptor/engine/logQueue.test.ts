import { describe, expect, it } from "vitest";
import { enqueue, type Line } from "../../../../provider/adaptor/engine/logQueue";

const queued = (...said: string[]): string[] =>
  said
    .map((text): Line => ({ kind: text.startsWith("!") ? "warning" : "progress", text }))
    .reduce<readonly Line[]>(enqueue, [])
    .map(({ text }) => text);

describe("lines that wait for the engine", () => {
  it.each<[string, string[], string[]]>([
    ["progress gives way to newer progress", ["1%", "2%", "3%"], ["3%"]],
    ["warnings all stay, in order", ["!a", "!b", "!a"], ["!a", "!b", "!a"]],
    [
      "progress stays on its side of a warning",
      ["1%", "2%", "!a", "3%", "4%", "!b"],
      ["2%", "!a", "4%", "!b"],
    ],
  ])("%s", (_, said, left) => {
    expect(queued(...said)).toEqual(left);
  });
});
