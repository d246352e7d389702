import { describe, expect, it } from "vitest";
import type { RemoveRequest } from "../../../../provider/host/request";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../../provider/host/transcript";
import type { Told } from "../../../../provider/resources/service/failureText";
import { notRemovedText, unreachableText } from "../../../../provider/resources/service/removalText";
import { SshError } from "../../../../provider/ssh/sshError";

const urn = "urn:pulumi:dev::shop::systemd:index:Service::web 1";
const request = { op: "remove", unit: "myapp.service", urn } as RemoveRequest;
const told: Told = { host: "203.0.113.7", request, secrets: ["HUSH-password"] };
const read = (text: string) => text.replace(/\s+/g, " ");
const ended = (outcome: NonNullable<Transcript["end"]>["outcome"], code: string, text = "") =>
  read(notRemovedText({ ...EMPTY_TRANSCRIPT, end: { outcome, step: "stop", code, text } }, told));

describe("a removal that the host did not carry out", () => {
  it.each([
    ["busy", "lock", /was not touched: another deployment .* Nothing on the host was touched\./],
    ["failed", "stop", /systemd could not stop it\. .*still known there to be this resource's.*list-jobs/],
    [
      "failed",
      "clean",
      /was stopped, and not removed: its directories could not be cleaned\..*cleanOnDelete/,
    ],
    ["failed", "set-aside", /could not be moved out of the way\..*space and the file system of \/opt/],
    ["failed", "cancelled", /was not removed: that was cancelled\. .*what is gone already is fine/],
    ["interrupted", "", /was not removed: that was interrupted\. .*what is gone already is fine/],
  ] as const)("by %s %s says what, and what to do", (outcome, code, expected) => {
    expect(ended(outcome, code)).toMatch(expected);
  });

  it("has the host's words in it, and no secret", () => {
    expect(ended("failed", "clean", "no HUSH-password here")).toContain("no [secret] here");
  });
});

describe("a host that can't be reached", () => {
  const place = { endpoint: "deploy@203.0.113.7:22", role: "host", property: "connection" } as const;
  const error = new SshError(place, { stage: "dial", problem: "connection refused" });

  it("is to be forgotten by a command that a shell takes as it stands, or by the id", () => {
    const text = unreachableText(error, "myapp.service/5f2c", told);
    expect(text).toMatch(/^deploy@203\.0\.113\.7:22: connection refused\n/);
    expect(text).toContain(`\n      pulumi state delete '${urn}'\n`);
    expect(text).toContain("choose myapp.service/5f2c\n");
  });
});
