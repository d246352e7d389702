import { expect, it } from "vitest";
import { duration } from "../../../../provider/rollout/report/duration";

it.each([
  [0, "0"],
  [0.4, "0"],
  [7, "7ms"],
  [999.6, "1s"],
  [1_000, "1s"],
  [12_345, "12.3s"],
  [59_960, "1min"],
  [134_400, "2min 14s"],
  [3_661_000, "1h 1min 1s"],
])("%d ms is %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
