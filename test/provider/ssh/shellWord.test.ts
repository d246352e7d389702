import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootCommand } from "../../../provider/ssh/bootScript";
import { shellWord } from "../../../provider/ssh/shellWord";
import { loginShells } from "./support/shells";

const run = promisify(execFile);
const REFUSED = ["'", "\\", "!", "\n", "\r", "\0", "\t", "\u007f", "\u0085"];

const word = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !/['\\!\p{Cc}]/u.test(text));

describe("shellWord", () => {
  it.each(loginShells())("%s passes on any word as it is", async (_name, shell) => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 30 }), async (words) => {
        const command = ["printf", "%s:", ...words.map(shellWord)].join(" ");
        const { stdout } = await run(shell[0], [...shell.slice(1), "-c", command]);
        expect(stdout).toBe(words.map((text) => `${text}:`).join(""));
      }),
      { numRuns: 10 },
    );
  });

  it("refuses what shells disagree about", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...REFUSED), fc.string(), (before, refused, after) => {
        expect(() => shellWord(before + refused + after)).toThrow(/login shells/);
      }),
    );
  });
});

describe("bootCommand", () => {
  const command = bootCommand("0123456789abcdef01234567", 200);

  it("has nothing in it that a shell could take for something else", () => {
    expect(command).not.toMatch(/[\n\r\\!]/);
    expect(command.match(/'/g)).toHaveLength(8);
  });

  it("has no word longer than an old csh takes (1,024 bytes)", () => {
    for (const word of command.split("'")) expect(word.length).toBeLessThan(1024);
  });
});
