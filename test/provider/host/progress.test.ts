import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../provider/host/events";
import { progressText } from "../../../provider/host/progress";
import { EMPTY_TRANSCRIPT } from "../../../provider/host/transcript";

describe("what a row says", () => {
  it.each([
    ["step name=stage", "staging the release"],
    ["step name=a-newer-step", "a-newer-step"],
    ["step name=constructor", "constructor"],
    ["step", undefined],
    ["status -- warming up", "STATUS: warming up"],
    ["plan action=restart -- the release changed", "restart: the release changed"],
    ["ready after_us=1500000", "READY=1 after 1.5s; watching that it stays up"],
    ["fact of=now name=Result -- success", undefined],
  ])("while %j is the newest event", (line, text) => {
    expect(progressText(parseEvent(line), EMPTY_TRANSCRIPT)).toBe(text);
  });
});
