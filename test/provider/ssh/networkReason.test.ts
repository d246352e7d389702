import { expect, it } from "vitest";
import { dialFailure, networkReason } from "../../../provider/ssh/networkReason";

it.each([
  ["ECONNREFUSED", "dial", "connection refused", true],
  ["ETIMEDOUT", "dial", "no answer", true],
  ["EHOSTUNREACH", "dial", "no route to host", true],
  ["ENETUNREACH", "dial", "network is unreachable", true],
  ["ECONNRESET", "dial", "connection reset", true],
  ["ENOTFOUND", "resolve", "the name does not resolve", false],
  ["EAI_AGAIN", "resolve", "name resolution does not answer", true],
  ["EMFILE", "dial", "connection failed (EMFILE)", false],
])("%s", (code, stage, problem, transient) => {
  expect(dialFailure(code)).toMatchObject({ stage, problem, transient });
});

it("a code without words is told as it is", () => {
  expect(networkReason("EMFILE")).toBe("EMFILE");
});
