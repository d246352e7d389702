import { describe, expect, it } from "vitest";
import { type Move, nextMove } from "../../../provider/host/nextMove";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../provider/host/transcript";

const detached: Transcript = { ...EMPTY_TRANSCRIPT, detached: true };
const overtaken: Transcript = {
  ...EMPTY_TRANSCRIPT,
  end: { outcome: "busy", step: "lock", code: "overtaken", text: "" },
};
const ended: Transcript = { ...detached, end: { outcome: "committed", step: "commit", code: "", text: "" } };

describe("when a channel to the agent ends", () => {
  it.each<[string, boolean, Transcript, boolean, number, Move]>([
    ["with an outcome", false, ended, false, 1, "done"],
    ["with an outcome, and the connection breaks right after it", true, ended, false, 1, "done"],
    ["lost before anything was touched", true, EMPTY_TRANSCRIPT, false, 1, "restart"],
    ["lost while the host goes on alone", true, detached, false, 1, "follow"],
    ["because the following process was killed", false, detached, false, 1, "follow"],
    ["overtaken by another deployment", false, overtaken, false, 1, "restart"],
    ["overtaken over and over again", false, overtaken, false, 31, "done"],
    ["without a word, nothing begun", false, EMPTY_TRANSCRIPT, false, 1, "give-up"],
    ["and the host stays away too long", true, detached, true, 3, "give-up"],
    ["over and over again", true, EMPTY_TRANSCRIPT, false, 31, "give-up"],
  ])("%s", (_, connectionLost, transcript, isOutOfReach, ends, expected) => {
    expect(nextMove({ connectionLost, transcript, isOutOfReach, ends })).toBe(expected);
  });
});
