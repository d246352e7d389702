import { describe, expect, it } from "vitest";
import { type LoginMethod, nextLoginMethod, passwordAnswers } from "../../../provider/ssh/loginMethods";

const ALL: readonly LoginMethod[] = ["publickey", "agent", "password", "keyboard-interactive"];

describe("nextLoginMethod", () => {
  it.each([
    ["the first while the host has not said what it accepts", ALL, undefined, false, "publickey"],
    ["the agent for publickey", ["agent"], ["publickey"], false, "agent"],
    ["what the host accepts", ALL, ["password"], false, "password"],
    [
      "the password by asking, where that is what it accepts",
      ALL,
      ["keyboard-interactive"],
      false,
      "keyboard-interactive",
    ],
    [
      "nothing, when a refused password is all there is",
      ["keyboard-interactive"],
      ["password", "keyboard-interactive"],
      true,
      undefined,
    ],
    ["nothing that the host does not accept", ["password"], ["publickey"], false, undefined],
    ["nothing when all was tried", [], undefined, false, undefined],
  ] as const)("%s", (_what, untried, accepted, passwordRefused, expected) => {
    expect(nextLoginMethod(untried, accepted, passwordRefused)).toBe(expected);
  });
});

describe("passwordAnswers", () => {
  const hidden = { prompt: "Mot de passe : ", echo: false };
  it.each([
    ["one hidden question, in any language", [hidden], 1, ["secret"]],
    ["a second round", [hidden], 2, undefined],
    ["a question whose answer may be seen", [{ prompt: "Login: ", echo: true }], 1, undefined],
    ["two questions", [hidden, { prompt: "Code: ", echo: false }], 1, undefined],
  ])("%s", (_what, prompts, round, expected) => {
    expect(passwordAnswers(prompts, round, "secret")).toEqual(expected);
  });
});
