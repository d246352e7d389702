import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "../../../provider/host/quote";

describe("a quoted word", () => {
  it.each(["dash", "bash", "busybox sh"])("is one literal word to %s, whatever is in it", (shell) => {
    const [program = "", ...leading] = shell.split(" ");
    const words = fc
      .sample(fc.string({ unit: "binary", minLength: 1 }), 200)
      .filter((word) => !word.includes("\0"));
    const script = `for word in ${words.map(shellQuote).join(" ")}; do printf '%s\\0' "$word"; done`;
    const said = execFileSync(program, [...leading, "-c", script], { encoding: "utf8" });
    expect(said.split("\0").slice(0, -1)).toEqual(words.map((word) => Buffer.from(word).toString()));
  });
});
