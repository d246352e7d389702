import { describe, expect, it } from "vitest";
import { expectedAnswer, shortcomings } from "../../../tools/bench/verdict";
import type { TestHost } from "../../../tools/hosts/testHost";

/** A host that answers every question with `stdout`. */
const hostThatSays = (stdout: string) =>
  ({ name: "psd1-1", run: async () => ({ code: 0, stdout, stderr: "" }) }) as unknown as TestHost;

describe("whether the job was done", () => {
  const expected = expectedAnswer("v2");

  it("takes a running service of that version, enabled, with its files", async () => {
    expect(expected).toMatch(
      /^active\nv2\nenabled\n[0-9a-f]{64} {2}app\.py\n[0-9a-f]{64} {2}settings\.json\n$/,
    );
    expect(await shortcomings([hostThatSays(expected)], "v2")).toEqual([]);
  });

  it("does not depend on the order in which systemctl prints", async () => {
    const [active, version, ...rest] = expected.split("\n");
    expect(await shortcomings([hostThatSays([version, active, ...rest].join("\n"))], "v2")).toEqual([]);
  });

  it.each([
    ["an old process", "v2", "v1"],
    ["a service that failed", "active", "failed"],
    ["one that is gone after a reboot", "enabled", "disabled"],
    ["another file", "  app.py", "  other.py"],
  ])("is not content with %s", async (_, right, wrong) => {
    const answer = expected.replace(right, wrong);
    expect(await shortcomings([hostThatSays(answer)], "v2")).toEqual([
      expect.stringContaining("psd1-1 is not as"),
    ]);
  });
});
