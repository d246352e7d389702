import { describe, expect, it } from "vitest";
import { backoffMs, dialWithRetries, retryProgress, shouldRetry } from "../../../provider/ssh/dialRetry";
import { routeOf } from "../../../provider/ssh/hop";
import { dialFailure } from "../../../provider/ssh/networkReason";
import { SshError } from "../../../provider/ssh/sshError";

const { host } = routeOf({ host: "203.0.113.7", user: "deploy" });
const refused = new SshError(host, dialFailure("ECONNREFUSED"));
const unknownName = new SshError(host, dialFailure("ENOTFOUND"));

describe("backoffMs", () => {
  it("grows from half a second to five", () => {
    expect([1, 2, 3, 7, 20].map(backoffMs)).toEqual([500, 750, 1125, 5000, 5000]);
  });

  it("gives a host about half a minute to boot with the default of ten more dials", () => {
    const total = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(backoffMs).reduce((sum, ms) => sum + ms);
    expect(total).toBeGreaterThan(25_000);
    expect(total).toBeLessThan(35_000);
  });
});

describe("shouldRetry", () => {
  it.each([
    ["what may heal", refused, 10, 10, true],
    ["not beyond the limit", refused, 11, 10, false],
    ["without a limit", refused, 1_000_000, Number.POSITIVE_INFINITY, true],
    ["a limit of one is one more dial", refused, 1, 1, true],
    ["a limit of zero is a single dial", refused, 1, 0, false],
    ["not what stays wrong", unknownName, 1, 10, false],
    ["not what is no SshError", new Error("bug"), 1, 10, false],
  ])("%s", (_what, error, failures, limit, expected) => {
    expect(shouldRetry(error, failures, limit)).toBe(expected);
  });
});

describe("a login that is refused", () => {
  const keyRefused = new SshError(host, {
    stage: "authentication",
    problem: "deploy was refused",
    healsWhileBooting: true,
  });
  const passwordRefused = new SshError(host, { stage: "authentication", problem: "deploy was refused" });

  it.each([
    ["a key, by a host that was up", keyRefused, false, false],
    ["a key, by a host that was seen booting", keyRefused, true, true],
    ["a password, by a host that was seen booting", passwordRefused, true, false],
  ])("%s", (_what, error, wasBooting, expected) => {
    expect(shouldRetry(error, 2, 10, wasBooting)).toBe(expected);
  });

  it("is tried again after a dial that was refused, and told so", async () => {
    const outcomes = [refused, keyRefused, undefined];
    const progress: string[] = [];
    const dialOnce = async () => {
      const outcome = outcomes.shift();
      if (outcome !== undefined) throw outcome;
      return "in";
    };
    const signal = new AbortController().signal;
    expect(await dialWithRetries(host, dialOnce, signal, (text) => progress.push(text))).toBe("in");
    expect(progress[1]).toBe("203.0.113.7 came up and lets nobody in yet: deploy was refused (try 2 of 11)");
  });
});

describe("retryProgress", () => {
  it("says what is waited for, why and for how long", () => {
    expect(retryProgress(host, refused, 3)).toBe(
      "203.0.113.7 does not answer yet: connection refused (try 3 of 11)",
    );
  });

  it("names an unusual port, and no limit where there is none", () => {
    const unlimited = routeOf({ host: "2001:db8::7", port: 2222, dialErrorLimit: -1 }).host;
    expect(retryProgress(unlimited, refused, 12)).toBe(
      "[2001:db8::7]:2222 does not answer yet: connection refused (try 12)",
    );
  });
});

describe("dialWithRetries", () => {
  it("stops waiting when it is aborted", async () => {
    const abort = new AbortController();
    const dialled = dialWithRetries(
      host,
      () => Promise.reject(refused),
      abort.signal,
      () => abort.abort(new Error("cancelled")),
    );
    await expect(dialled).rejects.toThrow("cancelled");
  });
});
