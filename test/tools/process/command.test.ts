import { describe, expect, it } from "vitest";
import { hasCommand, mustRun, runCommand } from "../../../tools/process/command";

const shell = (script: string) => ["/bin/sh", "-c", script];

describe("runCommand", () => {
  it("gives what a command said and how it ended", async () => {
    const result = await runCommand(shell("cat; echo é >&2; exit 3"), { input: "in" });
    expect(result).toEqual({ stdout: "in", stderr: "é\n", code: 3 });
  });

  it("counts a signal as a shell does", async () => {
    expect((await runCommand(shell("kill -TERM $$"))).code).toBe(143);
  });

  it("tells lines as they come, the last without an end too", async () => {
    const lines: string[] = [];
    await runCommand(shell("printf 'one\\ntwo'"), { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(["one", "two"]);
  });

  it("ends a command and its children when time runs out, and says what it said until then", async () => {
    const startedAt = Date.now();
    const running = runCommand(shell("echo half way; sleep 60 & wait"), { timeoutMs: 200 });
    await expect(running).rejects.toThrow(/did not end within 200 ms:\nhalf way/);
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  it("says which command could not be started", async () => {
    await expect(runCommand(["/no/such/thing", "x"])).rejects.toThrow("could not start `/no/such/thing x`");
  });
});

describe("mustRun", () => {
  it("puts the command's own words into the error", async () => {
    await expect(mustRun(shell("echo disk full >&2; exit 2"))).rejects.toThrow(/ended with 2:\ndisk full/);
  });
});

describe("hasCommand", () => {
  it.each([
    ["sh", true],
    ["no-such-command-here", false],
  ])("%s: %s", async (name, expected) => {
    expect(await hasCommand(name)).toBe(expected);
  });
});
