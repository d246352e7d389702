import { describe, expect, it } from "vitest";
import { type Attempt, attempt } from "../../../provider/ssh/attempt";

function begin(signal = new AbortController().signal) {
  const undone: string[] = [];
  let inner: Attempt<string> | undefined;
  const promise = attempt<string>(signal, (given) => {
    inner = given;
    return () => undone.push("undone");
  });
  if (inner === undefined) throw new Error("it did not begin");
  return { promise, undone, ...inner };
}

describe("attempt", () => {
  it("keeps what succeeded", async () => {
    const { promise, undone, succeed, fail } = begin();
    succeed("done");
    fail(new Error("too late"));
    expect(await promise).toBe("done");
    expect(undone).toEqual([]);
  });

  it("undoes what failed, once", async () => {
    const { promise, undone, fail } = begin();
    fail(new Error("no"));
    fail(new Error("no again"));
    await expect(promise).rejects.toThrow("no");
    expect(undone).toEqual(["undone"]);
  });

  it("undoes what failed before it could say how", async () => {
    const undone: string[] = [];
    const promise = attempt(new AbortController().signal, ({ fail }) => {
      fail(new Error("at once"));
      return () => undone.push("undone");
    });
    await expect(promise).rejects.toThrow("at once");
    expect(undone).toEqual(["undone"]);
  });

  it("fails with the reason of the abort", async () => {
    const abort = new AbortController();
    const { promise, undone } = begin(abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(promise).rejects.toThrow("cancelled");
    expect(undone).toEqual(["undone"]);
  });

  it("does not begin after an abort", async () => {
    let begun = false;
    const promise = attempt(AbortSignal.abort(new Error("cancelled")), () => {
      begun = true;
      return () => {};
    });
    await expect(promise).rejects.toThrow("cancelled");
    expect(begun).toBe(false);
  });

  it("has the last limit that was set", async () => {
    const { promise, limit } = begin();
    limit(1, () => new Error("first"));
    limit(5, () => new Error("second"));
    await expect(promise).rejects.toThrow("second");
  });

  it("takes Infinity for no limit", async () => {
    const { promise, limit, succeed } = begin();
    limit(Number.POSITIVE_INFINITY, () => new Error("limit"));
    setTimeout(() => succeed("done"), 10);
    expect(await promise).toBe("done");
  });
});
