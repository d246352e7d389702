import { expect, it } from "vitest";
import { elementPath, isWithin } from "../../../provider/systemd/propertyPath";

it.each([
  ["unit", "environment", "unit.environment"],
  ["", "unit", "unit"],
  ["unit.after", 0, "unit.after[0]"],
  ["unit.environment", "MY-VAR", 'unit.environment["MY-VAR"]'],
  ["release.files", "lib/app.py", 'release.files["lib/app.py"]'],
  ["", 'say "hi"', '["say \\"hi\\""]'],
])("the element of %j under %j is %s", (path, key, expected) => {
  expect(elementPath(path, key)).toBe(expected);
});

it.each([
  ["unit", "unit", true],
  ["unit.environment.HOME", "unit", true],
  ["unit.after[0]", "unit.after", true],
  ['release.files["app.py"]', "release.files", true],
  ["unitary.after", "unit", false],
  ["unit", "unit.after", false],
])("%s within %s: %s", (path, ancestor, expected) => {
  expect(isWithin(path, ancestor)).toBe(expected);
});
