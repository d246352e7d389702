import { describe, expect, it } from "vitest";
import { type Expectation, is, isAnother, isAsBefore, shows } from "../../../tools/demo/expectation";

describe("an expectation of a host's answer", () => {
  it.each<[Expectation, answer: string, before: string, boolean]>([
    [shows("active"), "ActiveState=active\nSubState=running", "", true],
    [shows("active", "running"), "ActiveState=active", "", false],
    [is("2"), "2", "1", true],
    [is("2"), "12", "1", false],
    [is(""), "", "something", true],
    [isAsBefore, "a", "a", true],
    [isAsBefore, "b", "a", false],
    [isAnother, "b", "a", true],
    [isAnother, "a", "a", false],
    [isAnother, "", "a", false],
  ])("%o of %j, before %j: %j", (expectation, answer, before, holds) => {
    expect(expectation.holds(answer, before)).toBe(holds);
  });

  it("says what is wanted", () => {
    expect(shows("a", "b").wanted).toBe("“a” and “b”");
    expect(is("").wanted).toBe("nothing");
  });
});
