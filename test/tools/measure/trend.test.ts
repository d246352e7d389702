import fc from "fast-check";
import { expect, it } from "vitest";
import { growthPerStep } from "../../../tools/measure/trend";

it.each<[string, number[], number]>([
  ["nothing measured", [], 0],
  ["measured once", [7], 0],
  ["flat", [5, 5, 5, 5], 0],
  ["growing", [1, 3, 5, 7], 2],
  ["one outlier in the middle", [5, 5, 50, 5, 5], 0],
])("growthPerStep: %s", (_, samples, growth) => expect(growthPerStep(samples)).toBeCloseTo(growth));

it("growthPerStep finds the line under any offset", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: 2, max: 50 }),
      (offset, growth, count) => {
        const samples = Array.from({ length: count }, (_, step) => offset + growth * step);
        expect(growthPerStep(samples)).toBeCloseTo(growth, 3);
      },
    ),
  );
});
