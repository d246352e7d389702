import { describe, expect, it } from "vitest";
import { allCells } from "../../../tools/matrix/cells";
import { parseCommandLine } from "../../../tools/matrix/commandLine";

describe("npm run matrix", () => {
  it("runs all cells when nothing else is said", () => {
    expect(parseCommandLine([])).toEqual({ verb: "run", cells: allCells(), hosts: 4, into: undefined });
  });

  it("runs those that are asked for, on as many hosts as are asked for", () => {
    expect(parseCommandLine(["--only", "reset:judge", "--hosts", "2", "--into", "x.md"])).toEqual({
      ...{ verb: "run", hosts: 2, into: "x.md" },
      cells: [{ fault: "reset", place: "judge", next: "same", first: false }],
    });
  });

  it.each([
    [["--hosts", "none"], /--hosts wants a number/],
    [["--hosts", "0"], /--hosts wants a number/],
    [["--only", "nothing"], /means no cell/],
    [["--all"], /--all/],
  ])("%j is wrong", (args, reason) => {
    expect(parseCommandLine(args)).toEqual({ verb: "wrong", reason: expect.stringMatching(reason) });
  });

  it("explains itself", () => {
    expect(parseCommandLine(["--help"])).toEqual({ verb: "help" });
  });
});
