import { describe, expect, it } from "vitest";
import { covers, parsePropertyPath } from "../../../../provider/adaptor/server/propertyPath";

describe("a property path", () => {
  it.each<[string, string[] | undefined]>([
    ["unit", ["unit"]],
    ["unit.execStart[0]", ["unit", "execStart", "0"]],
    ['release.files["app.py"].mode', ["release", "files", "app.py", "mode"]],
    ['["a \\"quoted\\" \\\\ key"]', ['a "quoted" \\ key']],
    ["files[*]", ["files", "*"]],
    ["files.*", ["files", "*"]],
    ["", []],
    [".unit", undefined],
    ["unit..name", undefined],
    ["unit[", undefined],
    ["unit[x]", undefined],
    ['unit["x"', undefined],
  ])("%s", (path, keys) => {
    expect(parsePropertyPath(path)).toEqual(keys);
  });

  it.each<[string, string, boolean]>([
    ["unit", "unit", true],
    ["unit", "unit.execStart[0]", true],
    ["unit.execStart", "unit", false],
    ["unit", "units", false],
    ["unit[*].b", "unit[3].b.c", true],
    ["unit[*].b", "unit[3].c", false],
    ["", "unit", false],
    ["unit..", "unit", false],
  ])("%j covers %j: %s", (pattern, path, expected) => {
    expect(covers(pattern, path)).toBe(expected);
  });
});
