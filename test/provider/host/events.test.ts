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
    ["state active=\u001b[2J sub=\u009bx", "state", { active: "\uFFFD[2J", sub: "\uFFFDx" }, ""],
    ["status -- gpj.\u202eexe\u2066 \u2028end", "status", {}, "gpj.\uFFFDexe\uFFFD \uFFFDend"],
    ["future thing=1 nonsense", "future", { thing: "1" }, ""],
    ["", "", {}, ""],
  ])("%j is read", (line, name, keys, text) => {
    expect(parseEvent(line)).toEqual({ name, keys, text });
  });

  it("has nothing in it that a terminal would obey", () => {
    const everything = String.fromCodePoint(...Array.from({ length: 0x3000 }, (_, code) => code));
    const { keys, text } = parseEvent(`status of=${everything.replaceAll(/[ \t]/g, "")} -- ${everything}`);
    const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
    expect(text.length).toBe(8 * 1024);
    expect(text).not.toMatch(obeyed);
    expect(keys.of).toContain("\u2fff");
    expect(keys.of).not.toMatch(obeyed);
  });

  it("is cut where it goes on for longer than any host means to", () => {
    expect(parseEvent(`status -- ${"x".repeat(1_000_000)}`).text.length).toBeLessThan(10_000);
  });
});
