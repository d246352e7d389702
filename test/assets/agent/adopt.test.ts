import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

const VARIABLES = {
  NAME: "app",
  UNIT: "app.service",
  DIGEST: "new",
  TX: "tx1",
  RESTARTED_WITH: "",
  ENABLE: "",
};

describe.each(SHELL_NAMES)("a version made by hand, in %s", (shell) => {
  /** Runs `script` on a host where systemctl only says what it was asked, and the judge says `verdict`. */
  const run = (script: string, verdict = "ready", work = sandbox()) => {
    mkdirSync(join(work, "run"), { recursive: true });
    const stubs = `RUN_DIR=${work}/run; FOUND=$RUN_DIR/found; SUSPECT=$RUN_DIR/suspect; SERVICE_DIR=${work}/opt
      SET_ASIDE=$SERVICE_DIR/set-aside; UNIT_FILE=${work}/app.service; TRIAL=${work}/trial; READY_TIMEOUT_S=30
      systemctl() { case $1 in show) echo 1min ;; *) echo "systemctl $*" >&9 ;; esac; }
      judge() { VERDICT=${verdict}; echo "judged within $READY_TIMEOUT_S s"; }
      use_criteria_of() { :; }
      start_dependents() { :; }
      forget_service_dir() { echo forgotten; }`;
    return runWith(
      shell,
      ["base/paths", "base/events", "base/clock", "base/patiently", "look/madeByHand", "commit/adopt"],
      `${stubs}\n${script}`,
      {
        ...VARIABLES,
        WORK: work,
      },
    )
      .trim()
      .split("\n");
  };
  const restored = (found: string, verdict?: string) =>
    run(`[ -z "${found}" ] || echo ${found} >"$FOUND"; restore_by_hand; echo "$OUTCOME $HANDMADE"`, verdict);

  it.each([
    ["active", "ready", ["judged within 61 s", "forgotten", "failed back"]],
    ["reloading", "ready", ["judged within 61 s", "forgotten", "failed back"]],
    ["active", "failed", ["judged within 61 s", "forgotten", "failed down"]],
    ["active", "interrupted", ["judged within 61 s", "interrupted as-found"]],
    ["activating", "ready", ["systemctl start --no-block app.service", "forgotten", "failed as-found"]],
    ["inactive", "ready", ["forgotten", "failed as-found"]],
    ["failed", "ready", ["forgotten", "failed as-found"]],
    ["", "ready", ["forgotten", "failed as-found"]],
  ])("that was found %j and is judged %s", (found, verdict, expected) => {
    expect(restored(found, verdict)).toEqual(expected);
  });

  it("is brought back by every recovery, also by one that comes after it was", () => {
    const twice = run('echo active >"$FOUND"; restore_by_hand; restore_by_hand; echo "$HANDMADE"');
    expect(twice.filter((line) => line.startsWith("judged"))).toHaveLength(2);
    expect(twice.at(-1)).toBe("back");
  });

  it("is remembered as it was before the first trial, and looked at anew once the host is itself again", () => {
    const work = sandbox();
    const found = () => readFileSync(join(work, "run/found"), "utf8").trim();
    run("ACTIVE=active; remember_found", "ready", work);
    writeFileSync(join(work, "run/suspect"), "");
    run("ACTIVE=failed; remember_found", "ready", work);
    expect(found()).toBe("active");
    run('rm "$SUSPECT"; ACTIVE=inactive; remember_found', "ready", work);
    expect(found()).toBe("inactive");
  });

  it("is stopped by its own rules, unless others would stay down", () => {
    expect(run("stop_by_its_own_rules")).toEqual(["systemctl stop app.service"]);
    expect(run("RESTARTED_WITH=' web.service'; stop_by_its_own_rules")).toEqual([""]);
  });

  it.each([
    ["1", "", "drop-in", "adopted"],
    ["1", "", "directory", "adopted"],
    ["1", "", "mask", "left"],
    ["1", "d1", "drop-in", "left"],
    ["", "", "drop-in", "left"],
  ])("with leave %j, release %j: its %s is %s", (adopt, current, kind, expected) => {
    const script = `ADOPT=${adopt} STATE_CURRENT=${current}; if is_adopted ${kind}; then echo adopted; else echo left; fi`;
    expect(run(script)).toEqual([expected]);
  });
});
