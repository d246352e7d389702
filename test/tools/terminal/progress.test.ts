import { expect, it } from "vitest";
import { progressTo } from "../../../tools/terminal/progress";

it("gives each line the seconds since the first could have been", () => {
  const lines: string[] = [];
  let nowMs = 1000;
  const progress = progressTo(
    (line) => lines.push(line),
    () => nowMs,
  );
  progress("begin");
  nowMs += 61_400;
  progress("end");
  expect(lines).toEqual(["   0 s  begin", "  61 s  end"]);
});
