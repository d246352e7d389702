import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fromToken, identify, isAlive, toToken } from "../../../tools/process/identity";

describe("identify", () => {
  it("recognises a living process, also by way of a token", () => {
    const self = identify(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(fromToken(toToken(self))).toEqual(self);
  });

  it("does not take another process of the same number for it", () => {
    expect(isAlive({ pid: process.pid, started: "1-00000000" })).toBe(false);
  });

  it("knows when it has ended", async () => {
    const child = spawn("sleep", ["60"]);
    const identity = identify(child.pid ?? 0);
    expect(isAlive(identity)).toBe(true);
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await exited;
    expect(isAlive(identity)).toBe(false);
  });

  it("reads no token where there is none", () => {
    expect(fromToken("")).toBeUndefined();
    expect(fromToken("x-1")).toBeUndefined();
  });
});
