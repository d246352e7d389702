import { describe, expect, it } from "vitest";
import type { UnitSpec } from "../../../../provider/systemd/unit/unitSpec";
import { validateUnit } from "../../../../provider/systemd/unit/validate";
import type { UnitContext } from "../../../../provider/systemd/unit/validate/unitContext";
import { COMMENTED_TEXT, PLAIN_TEXT, TUTORIAL_SPEC } from "./tutorial";

const say = (spec: UnitSpec, context?: UnitContext) =>
  validateUnit(spec, context).map(({ path, reason }) => `${path}: ${reason}`);
const withTutorial = (spec: UnitSpec, context?: UnitContext) => say({ ...TUTORIAL_SPEC, ...spec }, context);

describe("validateUnit", () => {
  it("has nothing against the tutorial's unit", () => {
    expect(say(TUTORIAL_SPEC, { files: new Set(["app_notify.py"]) })).toEqual([]);
  });

  it("has nothing against a unit that uses everything", () => {
    const everything: UnitSpec = {
      description: 'Say "100%" \\ of $HOME # literally',
      after: ["network-online.target"],
      wants: ["network-online.target"],
      requires: ["postgresql.service"],
      type: "notify-reload",
      execStart: ["./bin/server", "", "a b", "$X", "%h", "#", ";"],
      execStartPre: [["/bin/mkdir", "-p", "/run/x"], ["server.py"]],
      execReload: ["/bin/kill", "-HUP", "1"],
      group: "www-data",
      restartSec: "100ms",
      timeoutStart: "infinity",
      timeoutStop: "1min 30s",
      startLimitInterval: "10min",
      startLimitBurst: 3,
      environment: { A: "b c", _x9: 'quo"te %h $HOME' },
      environmentFiles: ["/etc/default/app", "-/etc/app.env"],
      stateDirectory: ["app", "app/cache"],
      workingDirectory: "/srv",
      wantedBy: [],
      hardening: "strict",
      directives: {
        Unit: { Documentation: "https://example.org/", "X-Team": "core" },
        Service: { LimitNOFILE: "65536", Environment: ["HOST=%H"], ExecStartPre: "+/bin/true" },
        "X-Deploy": { By: "pulumi" },
      },
    };
    expect(say(everything, { files: new Set(["bin/server", "server.py"]) })).toEqual([]);
  });

  it("finds all problems at once, each with its property path", () => {
    const problems = validateUnit(
      {
        after: ["network.target", "postgresql"],
        user: "<user>",
        watchdog: "15 # seconds",
        environment: { "MY-VAR": "x", OK: "a\nb" },
        directives: { Service: { StartLimitIntervalSec: "30" } },
      },
      { prefix: "service.unit" },
    );
    expect(problems.map(({ path }) => path)).toEqual([
      "service.unit.execStart",
      "service.unit.user",
      "service.unit.watchdog",
      "service.unit.after[1]",
      'service.unit.environment["MY-VAR"]',
      "service.unit.environment.OK",
      "service.unit.directives.Service.StartLimitIntervalSec",
    ]);
  });

  it.each<[UnitSpec, string]>([
    [
      { description: "App\n[Service]\nExecStartPre=+/bin/x" },
      "unit.description: contains a line break, which would end the line of the unit file and begin a directive of its own: remove it",
    ],
    [
      { description: "ends with \\" },
      "unit.description: ends with a backslash, which would make the next line of the unit file part of this value: remove it",
    ],
    [
      { description: " x" },
      "unit.description: starts or ends with a blank, which systemd would cut off: remove it",
    ],
    [{ description: "" }, "unit.description: is empty: leave it out"],
    [
      { requires: ["a b.service"] },
      "unit.requires[0]: is not the name of a unit, so systemd would ignore it: write one like `network-online.target`",
    ],
    [{ execStart: [] }, "unit.execStart: is empty: the first word is the program to run"],
    [
      { execStart: ["+/bin/sh"] },
      "unit.execStart[0]: starts with a character that systemd takes for a prefix (`+` would run it as root): write the program alone; a line that needs a prefix goes into `directives`",
    ],
    [
      { execStart: ["$APP"] },
      "unit.execStart[0]: contains `$`, which systemd does not allow in the path of a program",
    ],
    [{ execStart: ["../bin/x"] }, "unit.execStart[0]: leads out of its directory with `..`"],
    [{ execStart: ["./bin/servr"] }, "unit.execStart[0]: is no file of `source`"],
    [{ execStart: ["/bin/"] }, "unit.execStart[0]: is a directory"],
    [{ execStart: ["/bin/echo", "a\0b"] }, "unit.execStart[1]: contains a NUL character"],
    [
      { execStartPre: [["/bin/true"], ["-/bin/x"]] },
      "unit.execStartPre[1][0]: starts with a character that systemd takes for a prefix",
    ],
    [
      { user: "<user>" },
      "unit.user: is a placeholder that was never filled in; systemd would take it for a user's name (217/USER): name the user that runs the service",
    ],
    [{ user: "my app" }, "unit.user: is no name of a user or group"],
    [{ group: "65535" }, "unit.group: is no name of a user or group"],
    [
      { restartSec: "soon" },
      "unit.restartSec: is no time span: write it like `15s`, `1min 30s` or `infinity` (systemd.time(7))",
    ],
    [{ restartSec: "1min\n30s" }, "unit.restartSec: contains a line break"],
    [{ startLimitBurst: 1.5 }, "unit.startLimitBurst: is no count of starts"],
    [{ after: ["app@.service"] }, "unit.after[0]: names a template"],
    [{ wants: ["srv@data.mount"] }, "unit.wants[0]: has an `@`, and there are no instances of a mount unit"],
    [{ environmentFiles: ["-/etc/../x"] }, "unit.environmentFiles[0]: has `..` in it"],
    [{ workingDirectory: "/srv/.." }, "unit.workingDirectory: has `..` in it"],
    [
      { workingDirectory: `/srv/${"é".repeat(128)}` },
      "unit.workingDirectory: is longer than any path can be: 255 bytes for each name, 4095 for all",
    ],
    [
      { stateDirectory: ["private/app"] },
      "unit.stateDirectory[0]: is where systemd keeps what belongs to dynamic",
    ],
    [
      { execStart: ["/bin/x", "a".repeat(131_072)] },
      "unit.execStart[1]: is longer than Linux hands to a program, 131071 bytes",
    ],
    [
      { environment: { A: "a".repeat(131_070) } },
      "unit.environment.A: is longer than Linux hands to a program",
    ],
    [
      { execStart: ["/bin/x", ...new Array(9).fill("%".repeat(65_000))] },
      "unit.execStart: is too long for a line of a unit file",
    ],
    [{ description: "a".repeat(1_048_576) }, "unit.description: is too long for a line of a unit file"],
    [
      { environment: { NOTIFY_SOCKET: "/run/mine" } },
      "unit.environment.NOTIFY_SOCKET: is systemd's own word to the service about where READY=1",
    ],
    [{ directives: { "X-\ufffe": { A: "1" } } }, "is no name of a section"],
    [{ environmentFiles: ["env"] }, "unit.environmentFiles[0]: is not an absolute path"],
    [{ stateDirectory: ["/var/lib/x"] }, "unit.stateDirectory[0]: is no directory below /var/lib"],
    [{ stateDirectory: ["a/../b"] }, "unit.stateDirectory[0]: is no directory below /var/lib"],
    [
      { workingDirectory: "data" },
      "unit.workingDirectory: is not an absolute path, and systemd refuses such a unit",
    ],
    [{ dynamicUser: true }, "unit.dynamicUser: conflicts with unit.user"],
    [
      { execReload: ["/bin/kill", "-HUP", "$MAINPID"] },
      "unit.execReload[2]: would reach the program as it is written, not as a number: write the whole line as unit.directives.Service.ExecReload",
    ],
    [
      { type: "oneshot", restart: "always" },
      "unit.restart: conflicts with Type=oneshot, which may end: systemd refuses `always`; write `on-failure` or `no`",
    ],
    [
      { type: "dbus" },
      "unit.type: `dbus` needs the name to wait for: set BusName in unit.directives.Service",
    ],
    [
      { notifyAccess: "none" },
      "unit.notifyAccess: conflicts with Type=notify, which needs READY=1 to be heard (systemd would silently take `main`): write `main` or leave it out",
    ],
    [
      { type: "oneshot" },
      "unit.watchdog: conflicts with Type=oneshot: no process stays that could send WATCHDOG=1; leave it out",
    ],
    [{ type: "simple", notifyAccess: "none" }, "unit.watchdog: conflicts with unit.notifyAccess `none`"],
    [
      { directives: { Service: { User: "x" } } },
      "unit.directives.Service.User: conflicts with unit.user, which writes this directive: set that instead",
    ],
    [
      { directives: { Service: { TimeoutSec: "5s" } } },
      "unit.directives.Service.TimeoutSec: conflicts with unit.timeoutStart",
    ],
    [
      { directives: { Unit: { StartLimitInterval: "5s" } } },
      "unit.directives.Unit.StartLimitInterval: conflicts with unit.startLimitInterval",
    ],
    [
      { directives: { Service: { Environment: "" } } },
      "unit.directives.Service.Environment: is empty, which would reset unit.environment: remove it",
    ],
    [
      { directives: { Service: { ExceStop: "/bin/x" } } },
      "unit.directives.Service.ExceStop: no systemd knows a directive `ExceStop=` in [Service]; it would be skipped: did you mean `ExecStop=`?",
    ],
    [
      { directives: { Service: { RuntimeMaxSec: "1 day or so" } } },
      "unit.directives.Service.RuntimeMaxSec: the value of `RuntimeMaxSec=` is no time span",
    ],
    [
      { directives: { Service: { KillMode: "mixed  # both" } } },
      "unit.directives.Service.KillMode: `KillMode=` has a comment after its value",
    ],
    [
      { directives: { Service: { LimitNOFILE: ["1", "2\n[Install]"] } } },
      "unit.directives.Service.LimitNOFILE[1]: contains a line break",
    ],
    [
      { directives: { Servce: { LimitNOFILE: "1" } } },
      "unit.directives.Servce: systemd knows no section [Servce]",
    ],
    [{ directives: { "X-a]\n[Service": { A: "1" } } }, "is no name of a section"],
    [
      { directives: { Service: { "X-a=b\nUser": "root" } } },
      "is no name of a directive: they have letters, digits and `-`",
    ],
  ])("%j", (spec, part) => {
    expect(withTutorial(spec, { files: new Set(["app_notify.py"]) }).join("\n")).toContain(part);
  });

  it.each([
    [
      { watchdogPing: true },
      undefined,
      "readiness.watchdogPing: waits for a WATCHDOG=1 that nothing asks the service to send: set unit.watchdog, or leave this out",
    ],
    [
      { timeout: "20s" },
      "1min",
      "readiness.timeout: ends before the first WATCHDOG=1 is due, half of unit.watchdog after READY=1: allow more than 30s plus the time to start, or set readiness.watchdogPing to false",
    ],
  ])("weighs readiness %j against the watchdog %s", (readiness, watchdog, expected) => {
    expect(withTutorial({ watchdog }, { readiness })).toEqual([expected]);
  });

  it("repeats no value that may be secret", () => {
    const secret = "hunter2";
    const said = withTutorial({
      description: `${secret}\n`,
      execStart: [`+${secret}`, `${secret}\0`],
      environment: { TOKEN: `${secret}\n` },
      environmentFiles: [secret],
      restartSec: secret,
      user: `${secret} ${secret}`,
      directives: { Service: { ExecStop: `./${secret}`, KillMode: secret, SetCredential: `${secret}\n` } },
    });
    expect(said.length).toBeGreaterThanOrEqual(9);
    expect(said.join()).not.toContain(secret);
  });

  describe("while something is not known yet", () => {
    it("leaves that alone", () => {
      expect(say({}, { unknown: ["unit"] })).toEqual([]);
      expect(say({ user: "x y" }, { unknown: ["unit.execStart", "unit.user"] })).toEqual([]);
      expect(say({ execStart: [] }, { unknown: ["unit.execStart[0]"] })).toEqual([]);
      expect(say({}, { unknown: ["unit.text"] })).toEqual([]);
      expect(withTutorial({ notifyAccess: "none" }, { unknown: ["unit.type"] })).toEqual([]);
      expect(withTutorial({ execStart: ["./not-there"] })).toEqual([]);
    });

    it("still checks the rest", () => {
      expect(say({ user: "x y" }, { unknown: ["unit.execStart"] })).toHaveLength(1);
    });
  });
});

describe("a unit given as text", () => {
  it("is fine when it is plain", () => {
    expect(say({ text: PLAIN_TEXT })).toEqual([]);
  });

  it("is refused with every line and its remedy", () => {
    const said = say({ text: COMMENTED_TEXT });
    expect(said).toHaveLength(10);
    expect(said[2]).toMatch(
      /^unit\.text: line 6: `Type=` has a comment after its value.*put the comment on a line of its own above$/,
    );
  });

  it("stands alone", () => {
    expect(say({ text: PLAIN_TEXT, user: "myapp", restart: undefined })).toEqual([
      "unit.user: conflicts with unit.text, which is the whole unit: say it there, or leave the text out",
    ]);
  });
});
