import { describe, expect, it } from "vitest";
import { characterObjection, lineObjection } from "../../../../provider/systemd/unit/literalText";

describe("characterObjection", () => {
  it.each([
    ["App\n[Service]\nExecStartPre=+/bin/x", "contains a line break"],
    ["a\rb", "contains a line break"],
    ["a\0b", "contains a NUL character"],
    ["a\tb", "contains a control character"],
    ["a\u001b[31m", "contains a control character"],
    ["a\ud800b", "not valid Unicode"],
    ["a\uffffb", "not valid Unicode"],
    ["a\ufdd0b", "not valid Unicode"],
    ["\u{1fffe}", "not valid Unicode"],
  ])("%j", (value, part) => {
    expect(characterObjection(value)).toContain(part);
  });

  it.each(["", " ", "é", "\u{1f680}", "\\", "\ufffd", "a # b"])("accepts %j", (value) => {
    expect(characterObjection(value)).toBeUndefined();
  });
});

describe("lineObjection", () => {
  it.each([
    [" a", "starts or ends with a blank"],
    ["a ", "starts or ends with a blank"],
    ["a\\", "ends with a backslash"],
    ["a\\\\\\", "ends with a backslash"],
    ["a\nb", "contains a line break"],
  ])("%j", (value, part) => {
    expect(lineObjection(value)).toContain(part);
  });

  it("accepts a backslash that continues nothing", () => {
    expect(["a\\b", "a\\\\"].map(lineObjection)).toEqual([undefined, undefined]);
  });
});
