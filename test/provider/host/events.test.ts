import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../provider/host/events";

describe("a line of the agent", () => {
  it.each([
    ["step name=stage", "step", { name: "stage" }, ""],
    [
      "end outcome=failed step=judge code=exited -- exit code 1",
      "end",
      { outcome: "failed", step: "judge", code: "exited" },
      "exit code 1",
    ],
    ["need blobs=", "need", { blobs: "" }, ""],
    ["fact of=now name=StatusText -- a=b -- c", "fact", { of: "now", name: "StatusText" }, "a=b -- c"],
    ["fact of=now name=StatusText --", "fact", { of: "now", name: "StatusText" }, ""],
    ["fact of=now name=StatusText -- ", "fact", { of: "now", name: "StatusText" }, ""],
    ["journal -- \u001b[31mred\u0007", "journal", {}, "\uFFFD[31mred\uFFFD"],
    ["future thing=1 nonsense", "future", { thing: "1" }, ""],
    ["", "", {}, ""],
  ])("%j is read", (line, name, keys, text) => {
    expect(parseEvent(line)).toEqual({ name, keys, text });
  });
});
