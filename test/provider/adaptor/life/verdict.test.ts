import { describe, expect, it } from "vitest";
import { type Circumstances, shouldEnd } from "../../../../provider/adaptor/life/verdict";

const quiet: Circumstances = {
  terminated: false,
  interrupted: false,
  engineGone: false,
  awaitedOperations: 0,
};

describe("the plugin ends", () => {
  it.each<[string, Partial<Circumstances>, boolean]>([
    ["not while the engine is there", {}, false],
    ["not while the engine waits for an operation", { awaitedOperations: 1 }, false],
    ["on the engine's goodbye", { interrupted: true }, true],
    [
      "not on SIGINT while the engine waits for an operation",
      { interrupted: true, awaitedOperations: 1 },
      false,
    ],
    ["on SIGTERM, whatever runs", { terminated: true, awaitedOperations: 3 }, true],
    ["when the engine is gone, whatever runs", { engineGone: true, awaitedOperations: 3 }, true],
  ])("%s", (_, circumstances, expected) => {
    expect(shouldEnd({ ...quiet, ...circumstances })).toBe(expected);
  });
});
