import { describe, expect, it } from "vitest";
import { parseCommandLine, USAGE } from "../../../tools/demo/commandLine";

const PLAIN = { verb: "play", pause: false, keep: false, record: undefined };

describe("the demo's command line", () => {
  it.each([
    [[], PLAIN],
    [["--pause"], { ...PLAIN, pause: true }],
    [["--keep", "--pause"], { ...PLAIN, keep: true, pause: true }],
    [["--record", "docs/pictures"], { ...PLAIN, record: "docs/pictures" }],
    [["-h"], { verb: "help" }],
    [["--keep", "--help"], { verb: "help" }],
  ])("%j", (args, command) => {
    expect(parseCommandLine(args)).toEqual(command);
  });

  it.each([
    [["--kept"], "--kept"],
    [["everything"], "everything"],
    [["--record"], "--record"],
    [["--record="], "--record wants a directory"],
  ])("refuses %j and names it", (args, named) => {
    expect(parseCommandLine(args)).toMatchObject({ verb: "wrong", reason: expect.stringContaining(named) });
  });

  it("has a usage that names every option", () => {
    for (const option of ["--pause", "--keep", "--record", "NO_COLOR"]) expect(USAGE).toContain(option);
  });
});
