import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

/** A release that runs as it should. */
const SETTLED = {
  UNIT_FILE_IS: "wanted",
  STATE_CURRENT: "new",
  DIGEST: "new",
  ACTIVE: "active",
  SUB: "running",
  FRAGMENT: "/etc/systemd/system/app.service",
  NEED_RELOAD: "no",
  REPAIRED: "",
  RESTARTED_WITH: "",
  WRITTEN: "new",
};

describe.each(SHELL_NAMES)("the action of a plan, in %s", (shell) => {
  const planned = (
    facts: Partial<typeof SETTLED>,
    { displaced = "", files = [] as readonly string[] } = {},
  ) => {
    const work = sandbox();
    mkdirSync(join(work, "run"));
    writeFileSync(join(work, "displaced"), displaced);
    for (const file of files) writeFileSync(join(work, "run", file), "");
    return runWith(
      shell,
      ["base/paths", "base/events", "plan/chooseAction"],
      `TRIAL=${work}/run/trial SUSPECT=${work}/run/suspect; choose_action; echo "$ACTION: $WHY"`,
      { NAME: "app", UNIT: "app.service", TX: "tx", WORK: work, ...SETTLED, ...facts },
    ).trim();
  };

  it.each<[Partial<typeof SETTLED>, string]>([
    [{}, "none: release new runs already"],
    [{ UNIT_FILE_IS: "absent", STATE_CURRENT: "" }, "install: app.service is new here"],
    [{ UNIT_FILE_IS: "absent" }, "install: /etc/systemd/system/app.service was gone"],
    [{ UNIT_FILE_IS: "mask" }, "restart: app.service was masked"],
    [
      { UNIT_FILE_IS: "by-hand", STATE_CURRENT: "" },
      "restart: app.service was made by hand and is taken over",
    ],
    [{ UNIT_FILE_IS: "other", STATE_CURRENT: "old" }, "restart: the release changed"],
    [{ UNIT_FILE_IS: "other" }, "restart: /etc/systemd/system/app.service was changed by hand"],
    [{ ACTIVE: "failed", SUB: "failed" }, "start: app.service is failed (failed)"],
    [{ ACTIVE: "", SUB: "" }, "start: app.service is unknown (unknown)"],
    [{ ACTIVE: "inactive", SUB: "dead", REPAIRED: "1" }, "start: app.service is inactive (dead)"],
    [{ FRAGMENT: "/run/x" }, "restart: a release that was never committed is running"],
    [{ REPAIRED: "1" }, "restart: files of the release had been changed on the host"],
    [{ NEED_RELOAD: "yes" }, "restart: app.service or a drop-in of it changed since it was loaded"],
    [
      { UNIT_FILE_IS: "other", STATE_CURRENT: "old", RESTARTED_WITH: "a.service b.service" },
      "restart: the release changed; restarts with it: a.service b.service",
    ],
    [{ RESTARTED_WITH: "a.service" }, "none: release new runs already"],
    [
      { UNIT_FILE_IS: "twin", WRITTEN: "lost", STATE_CURRENT: "lost" },
      "none: release lost runs already, the same but for the name of its secrets' version",
    ],
    [
      { UNIT_FILE_IS: "twin", WRITTEN: "lost", REPAIRED: "1" },
      "restart: files of the release had been changed on the host",
    ],
    [{ UNIT_FILE_IS: "twin", ACTIVE: "inactive", SUB: "dead" }, "start: app.service is inactive (dead)"],
  ])("with %j", (facts, expected) => {
    expect(planned(facts)).toBe(expected);
  });

  it("counts what is about to be moved away, and what earlier transactions left", () => {
    expect(planned({}, { displaced: "drop-in\t/etc/x.conf\n" })).toBe(
      "restart: drop-ins made by hand are moved out of the way",
    );
    expect(planned({}, { displaced: "added\t/opt/x\n" })).toBe("none: release new runs already");
    expect(planned({}, { files: ["trial"] })).toBe("restart: a release that was never committed is running");
    expect(planned({}, { files: ["suspect"] })).toMatch(
      /^restart: the process is older than what is written/,
    );
  });
});
