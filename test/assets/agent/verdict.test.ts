import { describe, expect, it } from "vitest";
import { quoted, runWith, SHELL_NAMES } from "./shells";
import { type Lines, UP } from "./shownUnits";
import { VERDICTS } from "./verdictTable";

function textOf(lines: Lines): string {
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}`)
    .join("\n");
}

describe.each(SHELL_NAMES)("verdict in %s", (shell) => {
  const script = VERDICTS.map(
    ([, lines]) => `decide ${quoted(textOf(lines))}; echo "$VERDICT $VERDICT_CODE"`,
  ).join("\n");
  const verdicts = runWith(shell, ["trial/verdict"], script)
    .split("\n")
    .map((line) => line.trim());

  it.each(VERDICTS.map(([situation, , verdict], index) => [situation, verdict, index] as const))(
    "%s: %s",
    (_, verdict, index) => {
      expect(verdicts[index]).toBe(verdict);
    },
  );

  it("does not run what a daemon says of itself", () => {
    const text = textOf({ ...UP, StatusText: "$(echo injected >&2)`echo injected >&2`" });
    expect(runWith(shell, ["trial/verdict"], `decide ${quoted(text)}; echo "$VERDICT"`)).toBe("ready\n");
  });
});
