import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entry, manifestOf, sandbox, writeTree } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

const AT = { NAME: "app", UNIT: "app.service", DIGEST: "new", TX: "tx" };
const RELEASE: Entry[] = [
  { path: "app.py", text: "" },
  { path: "conf/deep/a b.ini", text: "" },
  { path: "empty", directory: true },
  { path: "latest", link: "conf" },
];

describe.each(SHELL_NAMES)("what others put in the service's place, in %s", (shell) => {
  const run = (work: string, script: string, more: Record<string, string> = {}) =>
    runWith(shell, ["base/paths", "base/events", "look/foreign", "look/asMade", "look/environment"], script, {
      ...AT,
      WORK: work,
      ...more,
    })
      .split("\n")
      .filter(Boolean);
  const added = (...entries: Entry[]) => {
    const work = sandbox();
    writeTree(join(work, "tree"), [...RELEASE, ...entries]);
    writeFileSync(join(work, "manifest"), manifestOf(RELEASE));
    return run(work, `added_files ${work}/tree ${work}/manifest`);
  };
  const file = (path: string): Entry => ({ path, text: "" });

  it.each<[what: string, entries: Entry[], told: string[]]>([
    ["nothing", [], []],
    ["a file", [file("new.py")], ["new.py"]],
    ["a hidden file beside deeper ones", [file(".env"), file("conf/deep/.x")], [".env", "conf/deep/.x"]],
    [
      "a directory for all that is in it",
      [file("data/a"), file("data/b/c"), file("data-x")],
      ["data", "data-x"],
    ],
    ["a file in a directory that was deployed empty", [file("empty/x")], ["empty/x"]],
    ["a link", [{ path: "away", link: "/etc" }], ["away"]],
    [
      "names that a shell could trip over",
      [file("-rf"), file("a  b"), file("$x'\"")],
      ["$x'\"", "-rf", "a  b"],
    ],
    ["no bytecode", [file("__pycache__/app.pyc"), file("conf/__pycache__/x"), file("old.pyc")], []],
  ])("added files: %s", (_, entries, told) => {
    expect(added(...entries)).toEqual(told);
  });

  it("drop-ins for this unit alone, whatever they lead to, but for those that hide one", () => {
    const work = sandbox();
    for (const path of [
      "control/app.service.d/1.conf",
      "unit/app.service.d/2.conf",
      "unit/service.d/3.conf",
    ]) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), "");
    }
    writeFileSync(join(work, "unit/app.service.d/README"), "");
    mkdirSync(join(work, "trial/app.service.d"), { recursive: true });
    symlinkSync("/dev/null", join(work, "trial/app.service.d/4.conf"));
    symlinkSync(join(work, "hidden/nothing"), join(work, "trial/app.service.d/5.conf"));
    const at = `CONTROL_DIR=${work}/control TRIAL_DIR=${work}/trial UNIT_DIR=${work}/unit HIDDEN=${work}/hidden`;
    expect(run(work, `${at}; drop_ins`)).toEqual(
      ["control/app.service.d/1.conf", "trial/app.service.d/4.conf", "unit/app.service.d/2.conf"].map(
        (path) => `drop-in\t${join(work, path)}`,
      ),
    );
  });

  it.each([
    ["/dev/null", "", true],
    ["", "", false],
    ["unit", "/dev/null", false],
    ["/dev/null", "/dev/null", true],
  ])("a mask: a trial of %j over a unit file of %j", (trial, unit, isMask) => {
    const work = sandbox();
    const put = (name: string, what: string) => {
      if (what === "/dev/null") symlinkSync(what, join(work, name));
      else if (what !== "") writeFileSync(join(work, name), what);
    };
    put("trial", trial);
    put("file", unit);
    expect(run(work, `TRIAL=${work}/trial UNIT_FILE=${work}/file; masks`)).toEqual(
      isMask ? ["trial", ...(unit === "" ? [] : ["file"])].map((path) => `mask\t${join(work, path)}`) : [],
    );
  });

  it.each([
    ["/a b", "/a b", true],
    ["/a\n/b\n/c", "/b", true],
    ["/ab", "/a", false],
    ["", "/a", false],
    ["/*", "/a", false],
  ])("of which %j was told: %j may be moved: %j", (displace, path, may) => {
    const said = run(sandbox(), 'if is_told "$ASKED"; then echo yes; fi', {
      DISPLACE: displace,
      ASKED: path,
    });
    expect(said).toEqual(may ? ["yes"] : []);
  });

  it("an environment, by sizes, times and modes", () => {
    const work = sandbox();
    const venv = join(work, "venv");
    writeTree(venv, [
      file("bin/python3"),
      file("lib/a b.py"),
      file("lib/gone.py"),
      { path: "lib64", link: "lib" },
    ]);
    const condition = `environment_faults ${venv}`;
    run(work, `environment_files ${venv} >${work}/complete; cp ${work}/complete ${venv}/complete`);
    expect(run(work, condition)).toEqual([]);
    writeTree(venv, [file("lib/new.py"), file("lib/__pycache__/a.pyc")]);
    appendFileSync(join(venv, "bin/python3"), "x");
    utimesSync(join(venv, "lib/a b.py"), 1, 1);
    rmSync(join(venv, "lib/gone.py"));
    expect(run(work, condition)).toEqual([
      "added\tlib/new.py",
      "changed\tbin/python3",
      "changed\tlib/a b.py",
      "removed\tlib/gone.py",
    ]);
  });

  it("an environment of before 0.2, which kept no list: whether there is a Python in it", () => {
    const work = sandbox();
    const venv = join(work, "venv");
    writeTree(venv, [{ path: "bin/python3", text: "", executable: true }, file("complete")]);
    expect(run(work, `environment_faults ${venv}`)).toEqual([]);
    rmSync(join(venv, "bin/python3"));
    expect(run(work, `environment_faults ${venv}`)).toEqual(["removed\tbin/python3"]);
  });
});
