import { describe, expect, it } from "vitest";
import { Overdue } from "../../../../provider/host/patience";
import type { ApplyRequest, HostRequest } from "../../../../provider/host/request";
import { OutcomeUnknown } from "../../../../provider/host/transaction";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../../provider/host/transcript";
import {
  failureText,
  lostText,
  type Told,
  takenOver,
} from "../../../../provider/resources/service/failureText";

const identity = { unit: "myapp.service", name: "myapp", token: "5f2c", urn: "urn:…::myapp" };
const request = { op: "apply", ...identity, readyTimeoutSeconds: 20 } as ApplyRequest;
const told: Told = { host: "203.0.113.7", request, secrets: ["HUSH-password"] };

/** How it reads with all blanks alike: where lines are broken is the renderer's business. */
const read = (text: string) => text.replace(/\s+/g, " ");

describe("a failure that the host told", () => {
  const timedOut: Transcript = {
    ...EMPTY_TRANSCRIPT,
    failed: { Result: "timeout", StatusText: "warming up with HUSH-password", InvocationID: "4a1c" },
    journal: [{ text: "token HUSH-password refused", priority: 3, from: "service" }],
    now: { ActiveState: "active", SubState: "running", release: "0d8be4486f25911e004b" },
    end: { outcome: "rolled-back", step: "judge", code: "start-timeout", text: "" },
  };

  it("says what, why, in whose words, what runs now and what to do", () => {
    const text = failureText(timedOut, told);
    const [summary = "", ...rest] = text.split("\n");
    expect(summary).toMatch(/^myapp\.service on 203\.0\.113\.7 .*READY=1/);
    expect(summary.length).toBeLessThan(160);
    expect(rest.join("\n")).toContain("refused");
    expect(read(text)).toContain("The previous release 0d8be4486f25 runs again");
    expect(text).toContain("journalctl _SYSTEMD_INVOCATION_ID=4a1c");
  });

  it("has no secret in it, whoever said it", () => {
    expect(failureText(timedOut, told)).not.toContain("HUSH");
  });

  it.each<[string, Partial<Transcript>, RegExp]>([
    [
      "preflight's findings, each with its way out",
      {
        findings: [{ code: "user-missing", keys: {}, text: "user myapp does not exist" }],
        end: { outcome: "refused", step: "preflight", code: "preflight", text: "1 findings" },
      },
      /user myapp does not exist.*Nothing on the host was touched\..*createUser/,
    ],
    [
      "pip's own words",
      {
        output: ["Collecting six", "ERROR: No matching distribution found for six==999"],
        end: { outcome: "failed", step: "runtime", code: "runtime-install", text: "pip install failed" },
      },
      /could not be made\..*No matching distribution found for six==999.*runtime\.python\.requirements/,
    ],
    ["that nothing was said", { step: "judge" }, /was not deployed: the deployment was interrupted/],
  ])("tells %s", (_, transcript, expected) => {
    expect(read(failureText({ ...EMPTY_TRANSCRIPT, ...transcript }, told))).toMatch(expected);
  });
});

describe("a host that was lost before it told an outcome", () => {
  const lost = (
    op: HostRequest["op"],
    transcript: Partial<Transcript>,
    error = new OutcomeUnknown({ ...EMPTY_TRANSCRIPT, step: "judge", ...transcript }, "", {
      cause: new Error("deploy@203.0.113.7:22: connection reset"),
    }),
  ) => lostText(error, { ...told, request: { ...request, op } as HostRequest });

  it.each<[string, HostRequest["op"], boolean, RegExp]>([
    [
      "a deployment that was under way",
      "apply",
      true,
      /finishes or undoes the deployment by itself.*`pulumi up` again once it can be reached/,
    ],
    [
      "a deployment that had not begun",
      "apply",
      false,
      /Nothing was changed on the host\. Run `pulumi up` again\./,
    ],
    ["a removal that was under way", "remove", true, /finishes the removal by itself.*same command again/],
    [
      "a removal that had not begun",
      "remove",
      false,
      /Nothing was changed on the host\. Run the same command again\./,
    ],
    ["a refresh", "observe", false, /changes nothing on the host\. Run `pulumi refresh` again\./],
  ])("in %s: why, what the host does, and what to do", (_, op, detached, expected) => {
    const text = lost(op, { detached });
    expect(text).toMatch(
      /^myapp\.service on 203\.0\.113\.7: the connection was lost during judge, and the host told no outcome\n\n/,
    );
    expect(text).toContain("connection reset");
    expect(read(text)).toMatch(expected);
  });

  it.each([
    ["in its last words, without secrets", "sh: 1: cannot open HUSH-password", "sh: 1: cannot open [secret]"],
    ["in no words", " \n", "It said nothing."],
    [
      "in words that a terminal would obey",
      "gzip: \u001b[2Jgone\r\ntar: \u202eexe.txt",
      "  gzip: \uFFFD[2Jgone\n  tar: \uFFFDexe.txt",
    ],
  ])("by an agent that ended %s is not said to be out of reach", (_, words, expected) => {
    const text = lostText(new OutcomeUnknown({ ...EMPTY_TRANSCRIPT, step: "preflight" }, words), told);
    expect(text).toContain("the agent ended during preflight, and the host told no outcome");
    expect(text).toContain(expected);
    expect(text).not.toContain("connection");
  });
});

describe("a host that answers and comes to no end", () => {
  const overdue = (op: HostRequest["op"], detached: boolean) =>
    lostText(
      new OutcomeUnknown({ ...EMPTY_TRANSCRIPT, step: "runtime", detached }, "", {
        cause: new Overdue("It answers, and has told nothing new for 30 min."),
      }),
      { ...told, request: { ...request, op } as HostRequest },
    );

  it("is left to itself, with the commands to look at it and to end it", () => {
    expect(overdue("apply", true)).toBe(
      [
        "myapp.service on 203.0.113.7: it came to no end during runtime, and the host told no outcome",
        "",
        "  It answers, and has told nothing new for 30 min.",
        "  It is left to itself, and may still be at it. On the host",
        "    sudo systemctl status pulumi-systemd-myapp.service",
        "  shows what it waits for, and",
        "    sudo systemctl stop pulumi-systemd-myapp.service",
        "  makes it go back to the old release, unless the new one is committed already. Then run `pulumi up` again.",
      ].join("\n"),
    );
  });

  it("during a removal is asked again once it has ended", () => {
    expect(read(overdue("remove", true))).toContain("ends the waiting; then run the same command again");
  });

  it("has changed nothing where nothing had begun", () => {
    expect(overdue("apply", false)).toContain("Nothing was changed on the host. Run `pulumi up` again.");
  });
});

it("a service that is taken over is named, and why", () => {
  expect(takenOver(told)).toMatch(
    /^myapp\.service on 203\.0\.113\.7 .*its state was lost, or .* another address\): it is taken over/,
  );
});
