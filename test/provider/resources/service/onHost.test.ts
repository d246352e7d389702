import { describe, expect, it } from "vitest";
import type { Operation } from "../../../../provider/resources/resource";
import { discreet, pinnedHostKey } from "../../../../provider/resources/service/onHost";

describe("a discreet operation", () => {
  it("keeps secrets out of its row, and is otherwise the same", () => {
    const rows: string[] = [];
    const operation: Operation = {
      urn: "urn:…::myapp",
      signal: new AbortController().signal,
      timeoutSeconds: 60,
      progress: (text) => void rows.push(text),
      inform: () => undefined,
      warn: () => undefined,
    };
    const { progress, ...same } = discreet(operation, ["HUSH-token"]);
    progress("STATUS: connecting with HUSH-token");
    expect(rows).toEqual(["STATUS: connecting with [secret]"]);
    const { progress: _, ...others } = operation;
    expect(same).toEqual(others);
  });
});

describe("the pinned key of a host", () => {
  it.each([
    ["the one it showed", { hostKey: "ssh-ed25519 AAAA" }, "ssh-ed25519 AAAA"],
    ["none before the first deployment", {}, undefined],
    ["none when the last one never got there", { hostKey: "" }, undefined],
  ])("is %s", (_, outputs, expected) => {
    expect(pinnedHostKey(outputs)).toBe(expected);
  });
});
