import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../provider/host/events";
import { isNews, patienceWith } from "../../../provider/host/patience";
import type { ApplyRequest, ObserveRequest, RemoveRequest } from "../../../provider/host/request";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe("patience", () => {
  it("with a deployment is longer than all that its request allows to be waited", () => {
    const request = {
      op: "apply",
      readyTimeoutSeconds: 86_400,
      minHealthySeconds: 10,
      lockTimeoutSeconds: 300,
    };
    const { silenceLimitMs, wholeLimitMs } = patienceWith(request as ApplyRequest);
    expect(silenceLimitMs).toBe(30 * MINUTE_MS);
    expect(wholeLimitMs).toBe(DAY_MS + (300 + 5 * 86_410) * 1_000);
  });

  it("with others is a day, and the lock", () => {
    expect(patienceWith({ op: "observe" } as ObserveRequest).wholeLimitMs).toBe(DAY_MS);
    const remove = { op: "remove", lockTimeoutSeconds: 300 } as RemoveRequest;
    expect(patienceWith(remove).wholeLimitMs).toBe(DAY_MS + 300_000);
  });
});

describe("news", () => {
  it.each([
    ["progress -- Collecting sdnotify", "runtime", true],
    ["lock age_s=7 -- transaction t1", "lock", true],
    ["status -- loading", "judge", true],
    ["alive", "judge", true],
    ["alive", "rollback", true],
    ["alive", "stop", true],
    ["alive", "runtime", false],
    ["alive", "commit", false],
  ])("%j during %s: %s", (line, step, expected) => {
    expect(isNews(parseEvent(line), step)).toBe(expected);
  });
});
