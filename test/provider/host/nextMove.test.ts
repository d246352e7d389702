import { describe, expect, it } from "vitest";
import { type Move, nextMove, OUT_OF_REACH_LIMIT_MS } from "../../../provider/host/nextMove";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../provider/host/transcript";

const detached: Transcript = { ...EMPTY_TRANSCRIPT, detached: true };
const overtaken: Transcript = {
  ...EMPTY_TRANSCRIPT,
  end: { outcome: "busy", step: "lock", code: "overtaken", text: "" },
};
const ended: Transcript = { ...detached, end: { outcome: "committed", step: "commit", code: "", text: "" } };

describe("when a channel to the agent ends", () => {
  it.each<[string, boolean, Transcript, number, number, Move]>([
    ["with an outcome", false, ended, 0, 1, "done"],
    ["with an outcome, and the connection breaks right after it", true, ended, 0, 1, "done"],
    ["lost before anything was touched", true, EMPTY_TRANSCRIPT, 10, 1, "restart"],
    ["lost while the host goes on alone", true, detached, 10, 1, "follow"],
    ["because the following process was killed", false, detached, 0, 1, "follow"],
    ["overtaken by another deployment", false, overtaken, 0, 1, "restart"],
    ["overtaken over and over again", false, overtaken, 0, 31, "done"],
    ["without a word, nothing begun", false, EMPTY_TRANSCRIPT, 0, 1, "give-up"],
    ["and the host stays away too long", true, detached, OUT_OF_REACH_LIMIT_MS + 1, 3, "give-up"],
    ["over and over again", true, EMPTY_TRANSCRIPT, 10, 31, "give-up"],
  ])("%s", (_, connectionLost, transcript, outOfReachMs, ends, expected) => {
    expect(nextMove({ connectionLost, transcript, outOfReachMs, ends })).toBe(expected);
  });
});
