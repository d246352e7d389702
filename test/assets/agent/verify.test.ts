import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

/** A unit of a release; `exec` is its first program. */
const unit = (release: string, exec = "/bin/sh", more = "") =>
  `[Service]\nExecStart=${exec} /opt/app/releases/${release}/app/main\n${more}`;

describe.each(SHELL_NAMES)("whether systemd has to be asked about a unit, in %s", (shell) => {
  /** What the agent says where `/etc` has the unit `there` and `wanted` comes. */
  const verified = (
    there: string,
    wanted: string,
    { written = "aaaa", current = "aaaa", foreign = "" }: Record<string, string> = {},
  ) => {
    const run = join(sandbox(), "run");
    mkdirSync(run);
    const files = { "unit.read": there, unit: wanted, foreign };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(run, name), text);
    return runWith(
      shell,
      ["base/events", "plan/twin", "prepare/verify"],
      `RUN=${run} WORK=${run} WRITTEN=${written} STATE_CURRENT=${current}
      if is_verified; then echo verified; else echo ask; fi`,
    ).trim();
  };

  it("not where the release that runs has the same, under its own names", () => {
    expect(verified(unit("aaaa"), unit("bbbb"))).toBe("verified");
  });

  it.each([
    ["another directive", unit("bbbb", "/bin/sh", "Nice=5\n"), {}],
    ["another program", unit("bbbb", "/bin/ls"), {}],
    ["a unit in /etc that is no release's", unit("bbbb"), { written: "''" }],
    ["a release in /etc that the record does not know", unit("bbbb"), { current: "cccc" }],
    [
      "a drop-in made by hand",
      unit("bbbb"),
      { foreign: "drop-in\t/etc/systemd/system/app.service.d/a.conf\n" },
    ],
  ])("for %s", (_name, wanted, circumstances) => {
    expect(verified(unit("aaaa"), wanted, circumstances)).toBe("ask");
  });

  it.each([
    ["is not there", "/nowhere/python3"],
    ["cannot be called", "/etc/passwd"],
    ["has to be looked for", "python3"],
    ["is written in quotes", '"/bin/sh"'],
    ["is written with escapes", "/bin/s\\x68"],
  ])("for a program that %s", (_name, exec) => {
    expect(verified(unit("aaaa", exec), unit("bbbb", exec))).toBe("ask");
  });

  it("for any of its programs, also on a second line", () => {
    const stop = (program: string) => `ExecStop = -${program} now\nExecStartPost=\n`;
    expect(
      verified(unit("aaaa", "/bin/sh", stop("/bin/true")), unit("bbbb", "/bin/sh", stop("/bin/true"))),
    ).toBe("verified");
    expect(
      verified(unit("aaaa", "/bin/sh", stop("/nowhere")), unit("bbbb", "/bin/sh", stop("/nowhere"))),
    ).toBe("ask");
  });

  it("for a command that goes on in the next line", () => {
    const exec = "\\\n  /bin/sh";
    expect(verified(unit("aaaa", exec), unit("bbbb", exec))).toBe("ask");
  });
});
