import { describe, expect, it } from "vitest";
import { promptMarker } from "../../../provider/ssh/bootScript";
import {
  beginElevation,
  bootFailure,
  bootTimeout,
  type Elevation,
  onExit,
  onLine,
  onStderr,
  type Step,
} from "../../../provider/ssh/elevate";

const PROMPT = promptMarker("n0");

type Event = { line: string } | { stderr: string };

/** What is sent, and the failure if there is one. */
function play(
  events: readonly Event[],
  hasPassword = true,
): { sent: string[]; failure: string | undefined; end: Elevation } {
  let step: Step = { elevation: beginElevation("n0", hasPassword) };
  const sent: string[] = [];
  for (const event of events) {
    step = "line" in event ? onLine(step.elevation, event.line) : onStderr(step.elevation, event.stderr);
    if (step.send !== undefined) sent.push(step.send);
    if (step.failure !== undefined) return { sent, failure: step.failure.problem, end: step.elevation };
  }
  return { sent, failure: undefined, end: step.elevation };
}

describe("becoming root", () => {
  it.each([
    ["root, or sudo without a password", [{ line: "hello" }], ["payload"]],
    [
      "sudo with a password",
      [{ line: "password" }, { stderr: PROMPT }, { line: "hello" }],
      ["password", "payload"],
    ],
    [
      "the prompt before its line",
      [{ stderr: PROMPT }, { line: "password" }, { line: "hello" }],
      ["password", "payload"],
    ],
    ["the prompt in pieces", [...PROMPT].map((stderr) => ({ stderr })), ["password"]],
    [
      "other words around the prompt",
      [{ stderr: `sudo: unable to resolve host x\n[sudo: ${PROMPT}] Password:` }],
      ["password"],
    ],
    [
      "no prompt, no password",
      [{ line: "password" }, { stderr: "@n1 prompt " }, { stderr: "Password: " }],
      [],
    ],
    ["lines that mean nothing here", [{ line: "" }, { line: "hello?" }, { line: "passwords" }], []],
  ])("%s", (_what, events, sent) => {
    expect(play(events)).toMatchObject({ sent, failure: undefined });
  });

  it("sends the password once: a second prompt means that it was wrong", () => {
    const again = [{ stderr: PROMPT }, { line: "password" }, { stderr: `Sorry, try again.\n${PROMPT}` }];
    expect(play(again)).toMatchObject({ sent: ["password"], failure: "sudo refused the password" });
  });

  it("sends nothing where no password is set", () => {
    expect(play([{ line: "password" }, { stderr: PROMPT }], false)).toMatchObject({
      sent: [],
      failure: "sudo asks for a password, and connection.sudoPassword is not set",
    });
  });

  it.each([
    [
      "boot-failed code=sudo-missing -- sudo is not installed",
      "the user is not root, and sudo is not installed",
    ],
    [
      "boot-failed code=no-run -- no directory can be made in /run",
      "the agent could not be started: no directory can be made in /run",
    ],
  ])("%s", (line, failure) => {
    expect(play([{ line }])).toMatchObject({ sent: [], failure });
  });
});

describe("the end before root", () => {
  it("of the login shell shows what it said", () => {
    const { end } = play([]);
    const failure = onExit(end, { code: 1 }, "This account is currently not available.\n");
    expect(failure.problem).toContain("exit code 1");
    expect(failure.details).toContain("It said: This account is currently not available.");
    expect(onExit(end, { signal: "SIGKILL" }, "").problem).toContain("SIGKILL");
    expect(onExit(end, {}, "").problem).toContain("no exit code");
  });

  it("of sudo shows sudo's words, but for the answer to our probe", () => {
    const { end } = play([
      { stderr: "sudo: a password is required\n" },
      { line: "password" },
      { stderr: `${PROMPT}` },
      { stderr: "guest is not in the sudoers file.\n" },
    ]);
    expect(onExit(end, { code: 1 }, "")).toMatchObject({
      stage: "sudo",
      problem: "the user may not become root with sudo",
      details: [expect.stringContaining("sudoers"), "It said: guest is not in the sudoers file."],
    });
  });

  it("does not come: the stage tells who kept us waiting", () => {
    expect(bootTimeout(play([]).end, 60_000)).toMatchObject({ stage: "exec" });
    const waiting = play([{ line: "password" }, { stderr: "Touch your key\n" }]).end;
    expect(bootTimeout(waiting, 60_000)).toMatchObject({
      stage: "sudo",
      problem: "sudo did not make us root within 60 s",
      details: ["It said: Touch your key"],
    });
  });
});

it("keeps no more of stderr than is worth showing", () => {
  expect(play([{ stderr: "x".repeat(100_000) }]).end.stderr.length).toBeLessThan(10_000);
});

it("tells a failure of the boot script from the agent's lines", () => {
  expect(bootFailure("boot-failed code=receive -- the payload did not arrive whole")?.stage).toBe("exec");
  expect(bootFailure("end outcome=committed")).toBeUndefined();
});
