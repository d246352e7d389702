import { describe, expect, it } from "vitest";
import { accountObjection } from "../../../../provider/systemd/unit/accountName";

describe("accountObjection", () => {
  it.each(["root", "www-data", "_app", "first.last", "svc$", "user@example.org", "0", "1000"])(
    "accepts %s",
    (name) => {
      expect(accountObjection(name)).toBeUndefined();
    },
  );

  it.each([
    "",
    "my app",
    "1abc",
    "-x",
    "a:b",
    "a/b",
    "a".repeat(32),
    "65535",
    "4294967295",
    "4294967296",
    "é",
    "%i",
    "007",
  ])("refuses %j", (name) => {
    expect(accountObjection(name)?.reason).toBe("is no name of a user or group");
  });

  it("knows a placeholder when it sees one", () => {
    expect(accountObjection("<user>")?.reason).toContain("is a placeholder that was never filled in");
  });
});
