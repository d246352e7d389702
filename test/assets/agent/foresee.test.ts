import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entry, manifestOf, sandbox, writeRelease } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

const ENTRIES: Entry[] = [{ path: "app.py", text: "app\n" }];
const FILES = [
  ...["base/paths", "base/events", "base/clock", "base/property", "record/state"],
  ...["look/observe", "look/manifest", "look/foreign", "look/environment", "look/dependents"],
  ...[
    "look/asMade",
    "look/credentials",
    "look/madeByHand",
    "look/displaced",
    "plan/mindHands",
    "plan/twin",
    "plan/unitNow",
    "plan/lacking",
    "plan/damage",
  ],
  ...["plan/chooseAction", "plan/foresee"],
];

/** A host with the release `d1` of `app` as it was deployed, below a directory of the test's own. */
function deployedHost() {
  const root = sandbox();
  const at = (path: string) => join(root, path);
  for (const directory of ["work", "etc", "run", "opt/runtimes"])
    mkdirSync(at(directory), { recursive: true });
  writeFileSync(at("work/manifest"), manifestOf(ENTRIES));
  writeFileSync(at("work/unit"), "[Service]\nExecStart=/d1\n");
  const release = writeRelease(at("opt"), "d1", ENTRIES);
  writeFileSync(join(release, "unit"), "[Service]\nExecStart=/d1\n");
  writeFileSync(at("etc/app.service"), "[Service]\nExecStart=/d1\n");
  symlinkSync(join(release, "app"), at("link"));
  return { root, at, release };
}
type DeployedHost = ReturnType<typeof deployedHost>;

/** Everything but what is the channel's own, with sizes and times. */
function traces(root: string): string[] {
  return (readdirSync(root, { recursive: true, encoding: "utf8" }) as string[])
    .filter((path) => !path.startsWith("work") && path !== "link")
    .map((path) => `${path} ${lstatSync(join(root, path)).mtimeMs} ${lstatSync(join(root, path)).size}`)
    .sort();
}

describe.each(SHELL_NAMES)("what a deployment would do, in %s", (shell) => {
  const told = ({ root, at, release }: DeployedHost, request: Record<string, string> = {}, shown = "") => {
    // systemctl says what a settled service would make it say.
    const stubs = `SERVICE_DIR=${at("opt")}; RELEASES=$SERVICE_DIR/releases; RELEASE=$RELEASES/$DIGEST; RUNTIMES=$SERVICE_DIR/runtimes
      UNIT_DIR=${at("etc")}; UNIT_FILE=$UNIT_DIR/app.service; TRIAL_DIR=${at("run")}; TRIAL=$TRIAL_DIR/app.service
      CONTROL_DIR=${at("run/control")}; SUSPECT=${at("run/suspect")}; HIDDEN=${at("run/hidden")}; ADOPTED=''
      STATE_OWNER=t STATE_BY_HAND='' STATE_SINCE='' STATE_DIRECTORY=''
      patiently() { case $* in
        *'--value web.service') echo app.service; echo chat-web.service ;;
        *--value*) ;;
        *) printf 'ActiveState=active\\nSubState=running\\nFragmentPath=%s\\nNeedDaemonReload=no\\nUnitFileState=enabled\\n${shown}' "$UNIT_FILE" ;;
      esac; }
      is_up() { case $1 in *web*) return 0 ;; *) return 1 ;; esac; }
      getent() { return 2; }
      missing_packages() { for name; do echo "$name"; done; }
      environment_name() { echo 0; }
      can_make_environments() { :; }`;
    const before = traces(root);
    const said = runWith(shell, FILES, `${stubs}\nforesee`, {
      ...{ NAME: "app", UNIT: "app.service", DIGEST: "d1", TX: "", WORK: at("work"), STATE_CURRENT: "d1" },
      ...{
        ADOPT: "",
        DISPLACE: "",
        CREATE_USER: "",
        RUN_USER: "",
        RUN_GROUP: "",
        PYTHON: "",
        BY_HAND: "",
        LEAVING: "",
      },
      ...{ ENABLE: "1", DIRECTORY: at("link") },
      ...request,
    });
    expect(traces(root)).toEqual(before);
    return said
      .trim()
      .split("\n")
      .filter((line) => /^(effect|plan|notice) /.test(line))
      .map((line) => line.replaceAll(release, "RELEASE").replaceAll(root, ""));
  };
  const RUNS = "plan action=none -- release d1 runs already";
  const REPAIRS = "plan action=restart -- files of the release had been changed on the host";

  it.each<
    [what: string, harm: (host: DeployedHost) => void, request: Record<string, string>, lines: string[]]
  >([
    ["nothing", () => undefined, {}, [RUNS]],
    [
      "everything",
      ({ at }) => {
        rmSync(at("opt"), { recursive: true });
        rmSync(at("etc/app.service"));
        rmSync(at("link"));
      },
      { STATE_CURRENT: "", CREATE_USER: "1", RUN_USER: "myapp", RUN_GROUP: "www" },
      [
        "effect kind=account -- group www",
        "effect kind=account -- user myapp",
        "plan action=install -- app.service is new here",
      ],
    ],
    [
      "another release in place of the one before",
      ({ at }) => writeFileSync(at("work/unit"), "[Service]\nExecStart=/d2\n"),
      { DIGEST: "d2" },
      ["plan action=restart -- the release changed"],
    ],
    [
      "a file put right",
      ({ release }) => appendFileSync(join(release, "app/app.py"), "# by hand\n"),
      {},
      ["effect kind=files -- changed: app.py", REPAIRS],
    ],
    [
      "a release laid anew",
      ({ release }) => rmSync(join(release, "complete")),
      {},
      ["effect kind=files -- missing", REPAIRS],
    ],
    [
      "a unit file mended",
      ({ at }) => truncateSync(at("etc/app.service")),
      {},
      ["plan action=restart -- app.service or a drop-in of it changed since it was loaded"],
    ],
    ["a link", ({ at }) => unlinkSync(at("link")), {}, [RUNS, "effect kind=link -- /link"]],
    [
      "packages",
      ({ at }) => writeFileSync(at("work/packages"), "jq\nprocps\n"),
      {},
      ["effect kind=package -- jq", "effect kind=package -- procps", RUNS],
    ],
    [
      "an environment, in place of one that is gone",
      ({ at, release }) => {
        symlinkSync("../../runtimes/0", join(release, "runtime"));
        writeFileSync(at("work/requirements.txt"), "");
      },
      { PYTHON: "1" },
      ["effect kind=environment -- ", REPAIRS],
    ],
  ])("%s", (_, harm, request, lines) => {
    const host = deployedHost();
    harm(host);
    expect(told(host, request)).toEqual(lines);
  });

  it("what was added by hand is moved away once a refresh has told of it, and spoken of until then", () => {
    const host = deployedHost();
    const added = join(host.release, "app/new.py");
    writeFileSync(added, "");
    expect(told(host)).toEqual([
      expect.stringMatching(
        /^notice code=foreign -- made by hand and left alone.*: RELEASE\/app\/new\.py\. /,
      ),
      RUNS,
    ]);
    expect(told(host, { DISPLACE: added })).toEqual([REPAIRS, "effect kind=aside -- RELEASE/app/new.py"]);
  });

  it("a service that is off is enabled", () => {
    expect(told(deployedHost(), {}, "UnitFileState=disabled\\n")).toEqual([
      RUNS,
      "effect kind=enable -- app.service",
    ]);
  });

  it("what needs the service and is up is named once, and what needs only that as well", () => {
    const shown = "NeedDaemonReload=yes\\nRequiredBy=web.service api.service\\nConsistsOf=web.service\\n";
    expect(told(deployedHost(), {}, shown)).toContainEqual(
      expect.stringMatching(/since it was loaded; restarts with it: web\.service chat-web\.service$/),
    );
  });
});
