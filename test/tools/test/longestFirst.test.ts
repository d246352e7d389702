import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

describe("the order of test files", async () => {
  const { LONG_FILES, longestFirst } = await import("../../../tools/test/longestFirst.mjs");

  it("is the long ones first, and the others as they would have been", () => {
    const [scenario = "", demo = ""] = LONG_FILES;
    const files = ["a", `/somewhere/${demo}`, "b", `/somewhere/${scenario}`, "c"];
    expect(longestFirst(files, (file) => file)).toEqual([files[3], files[1], "a", "b", "c"]);
  });

  it.each(LONG_FILES)("%s is a test", (path) => {
    expect(existsSync(join(__dirname, "../../..", path))).toBe(true);
  });
});
