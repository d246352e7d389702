import { expect, it } from "vitest";
import { elementPath } from "../../../provider/systemd/propertyPath";

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
