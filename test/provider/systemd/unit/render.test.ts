import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lintUnitText } from "../../../../provider/systemd/unit/lint";
import { minimumSystemd } from "../../../../provider/systemd/unit/minimumSystemd";
import { renderUnit } from "../../../../provider/systemd/unit/render";
import { parseUnitFile } from "../../../../provider/systemd/unit/unitFile";
import type { UnitSpec } from "../../../../provider/systemd/unit/unitSpec";
import { validateUnit } from "../../../../provider/systemd/unit/validate";
import { splitWords } from "../../../../provider/systemd/unit/words";
import { PLACEMENT, TUTORIAL_SPEC } from "./tutorial";
import { lineText, quotableText } from "./validText";

/** All values of a directive in the rendered unit, in order. */
function valuesOf(spec: UnitSpec, name: string, placement = PLACEMENT): string[] {
  return parseUnitFile(renderUnit(spec, placement))
    .assignments.filter((assignment) => assignment.name === name)
    .map(({ value }) => value);
}

describe("renderUnit", () => {
  it("renders the tutorial's unit plus the stated defaults", () => {
    expect(renderUnit(TUTORIAL_SPEC, PLACEMENT)).toBe(`[Unit]
Description=MyApp Notify Service
After=network.target
StartLimitIntervalSec=9min
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=all
ExecStart=/opt/myapp_notify/releases/4f3c2b1a/runtime/bin/python3 app_notify.py
WorkingDirectory=/opt/myapp_notify/releases/4f3c2b1a/app
User=myapp
Environment=PYTHONUNBUFFERED=1
Restart=on-failure
WatchdogSec=15s
TimeoutStartSec=90s

[Install]
WantedBy=multi-user.target
`);
  });

  it("loads secrets as credentials, before what directives say", () => {
    const credentials = { directory: "/opt/myapp_notify/credentials/c1d2", names: ["b.key", "a"] };
    const spec = { ...TUTORIAL_SPEC, directives: { Service: { LoadCredential: "own:/etc/own" } } };
    expect(valuesOf(spec, "LoadCredential", { ...PLACEMENT, credentials })).toEqual([
      "a:/opt/myapp_notify/credentials/c1d2/a",
      "b.key:/opt/myapp_notify/credentials/c1d2/b.key",
      "own:/etc/own",
    ]);
    const text = renderUnit(spec, { ...PLACEMENT, credentials });
    expect(minimumSystemd(text)).toEqual({ version: 247, because: "LoadCredential=" });
    expect(lintUnitText(text)).toEqual([]);
  });

  it("renders every field, and directives after them", () => {
    const spec: UnitSpec = {
      description: "100% $HOME",
      after: ["a.service", "b.target"],
      wants: ["b.target"],
      requires: ["a.service"],
      type: "notify-reload",
      execStartPre: [
        ["/bin/echo", "50%", "$X"],
        ["./bin/server", "--check"],
      ],
      execStart: ["bin/server", "a b", ""],
      execReload: ["/bin/kill", "-HUP", "1"],
      group: "www-data",
      dynamicUser: true,
      restart: "always",
      restartSec: "5s",
      timeoutStart: "1min",
      timeoutStop: "20s",
      environment: { PYTHONUNBUFFERED: "", HOME_PRICE: "5$ 1%" },
      environmentFiles: ["-/etc/app.env"],
      stateDirectory: ["app", "app/cache"],
      workingDirectory: "/srv/100%",
      wantedBy: [],
      directives: {
        "X-Deploy": { By: "us" },
        Service: { LimitNOFILE: "65536", Environment: ["HOST=%H"] },
        Unit: { Documentation: "https://example.org/" },
      },
    };
    expect(renderUnit(spec, PLACEMENT)).toBe(`[Unit]
Description=100%% $HOME
After=a.service b.target
Wants=b.target
Requires=a.service
StartLimitIntervalSec=7min
StartLimitBurst=5
Documentation=https://example.org/

[Service]
Type=notify-reload
NotifyAccess=main
ExecStartPre=/bin/echo "50%%" "$$X"
ExecStartPre=/opt/myapp_notify/releases/4f3c2b1a/app/bin/server --check
ExecStart=/opt/myapp_notify/releases/4f3c2b1a/app/bin/server "a b" ""
ExecReload=/bin/kill -HUP 1
WorkingDirectory=/srv/100%%
Group=www-data
DynamicUser=yes
Environment=PYTHONUNBUFFERED=
Environment="HOME_PRICE=5$ 1%%"
EnvironmentFile=-/etc/app.env
StateDirectory=app app/cache
Restart=always
RestartSec=5s
TimeoutStartSec=1min
TimeoutStopSec=20s
LimitNOFILE=65536
Environment=HOST=%H

[X-Deploy]
By=us
`);
  });

  describe("finds the program", () => {
    it.each([
      ["/usr/bin/env", "/usr/bin/env", "/usr/bin/env"],
      ["./bin/server", `${PLACEMENT.appDirectory}/bin/server`, `${PLACEMENT.appDirectory}/bin/server`],
      ["bin/server", `${PLACEMENT.appDirectory}/bin/server`, `${PLACEMENT.appDirectory}/bin/server`],
      ["app_notify.py", `${PLACEMENT.appDirectory}/app_notify.py`, `${PLACEMENT.appDirectory}/app_notify.py`],
      ["python3", `${PLACEMENT.runtimeBin}/python3`, "python3"],
    ])("%s: %s with a Python runtime, %s without", (program, withRuntime, without) => {
      expect(valuesOf({ execStart: [program] }, "ExecStart")).toEqual([withRuntime]);
      expect(
        valuesOf({ execStart: [program] }, "ExecStart", { ...PLACEMENT, runtimeBin: undefined }),
      ).toEqual([without]);
    });
  });

  it("sets PYTHONUNBUFFERED only for a Python runtime", () => {
    const spec = { execStart: ["/bin/x"] };
    expect(valuesOf(spec, "Environment", { ...PLACEMENT, runtimeBin: undefined })).toEqual([]);
    expect(valuesOf(spec, "Environment")).toEqual(["PYTHONUNBUFFERED=1"]);
  });

  it.each<[UnitSpec, string[]]>([
    [{}, ["9min"]],
    [{ timeoutStart: "10min" }, ["51min"]],
    [{ timeoutStart: "infinity", restartSec: "1min" }, ["14min"]],
    [{ startLimitBurst: 0 }, []],
    [{ startLimitInterval: "30s" }, ["30s"]],
    [{ restart: "no" }, []],
  ])("a crash loop of a slow starter reaches the limit: %j", (spec, expected) => {
    expect(valuesOf({ execStart: ["/bin/x"], ...spec }, "StartLimitIntervalSec")).toEqual(expected);
  });

  it("hardens, but for what the user sets otherwise", () => {
    const spec: UnitSpec = {
      execStart: ["/bin/x"],
      hardening: "strict",
      directives: { Service: { ProtectHome: "read-only", SystemCallFilter: "@system-service" } },
    };
    expect(valuesOf(spec, "ProtectHome")).toEqual(["read-only"]);
    expect(valuesOf(spec, "SystemCallFilter")).toEqual(["@system-service"]);
    expect(valuesOf(spec, "ProtectSystem")).toEqual(["strict"]);
    expect(valuesOf(spec, "RestrictAddressFamilies")).toEqual(["AF_UNIX AF_INET AF_INET6"]);
    expect(lintUnitText(renderUnit(spec, PLACEMENT))).toEqual([]);
  });
});

describe("hardening sets", () => {
  it.each(["none", "basic", "strict"] as const)(
    "%s is right by itself, on every supported Debian",
    (hardening) => {
      const text = renderUnit({ execStart: ["/bin/x"], hardening }, PLACEMENT);
      expect(lintUnitText(text)).toEqual([]);
      expect(minimumSystemd(text).version).toBeLessThanOrEqual(247);
    },
  );

  it("grant ambient capabilities their place in the bounding set", () => {
    const spec = (Service: Record<string, string>): UnitSpec => ({
      execStart: ["/bin/x"],
      hardening: "strict",
      directives: { Service },
    });
    const ambient = { AmbientCapabilities: "CAP_NET_BIND_SERVICE" };
    expect(valuesOf(spec({}), "CapabilityBoundingSet")).toEqual([""]);
    expect(valuesOf(spec(ambient), "CapabilityBoundingSet")).toEqual(["CAP_NET_BIND_SERVICE"]);
    expect(
      valuesOf(spec({ ...ambient, CapabilityBoundingSet: "CAP_KILL" }), "CapabilityBoundingSet"),
    ).toEqual(["CAP_KILL"]);
  });
});

describe("any values that validate", () => {
  const environment = fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/), quotableText, {
    maxKeys: 3,
  });
  const specs = fc.record({
    description: lineText,
    execStart: fc.array(quotableText, { maxLength: 4 }).map((words) => ["/bin/echo", ...words]),
    execStartPre: fc.array(
      fc.array(quotableText, { maxLength: 2 }).map((words) => ["/bin/true", ...words]),
      { maxLength: 2 },
    ),
    workingDirectory: lineText.map((text) => `/${text}`),
    environment,
    directives: lineText.map((text) => ({ Service: { "X-Note": text } })),
  });
  const placement = { ...PLACEMENT, runtimeBin: undefined };
  const literal = (value: string) => value.replaceAll("%%", "%");
  const argv = (value: string) => splitWords(value)?.map(({ text }) => literal(text.replaceAll("$$", "$")));

  it("come back exactly", () => {
    fc.assert(
      fc.property(specs, (spec) => {
        fc.pre(validateUnit({ ...spec, directives: {} }).length === 0);
        expect(valuesOf(spec, "Description", placement).map(literal)).toEqual([spec.description]);
        expect(valuesOf(spec, "ExecStart", placement).map(argv)).toEqual([spec.execStart]);
        expect(valuesOf(spec, "ExecStartPre", placement).map(argv)).toEqual(spec.execStartPre);
        expect(valuesOf(spec, "WorkingDirectory", placement).map(literal)).toEqual([spec.workingDirectory]);
        expect(valuesOf(spec, "X-Note", placement)).toEqual([spec.directives.Service["X-Note"]]);
        const assignments = valuesOf(spec, "Environment", placement).flatMap(
          (value) => splitWords(value) ?? [],
        );
        expect(assignments.map(({ text }) => literal(text))).toEqual(
          Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
        );
      }),
    );
  });

  it("add no directive and no section", () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { assignments, sections, skipped } = parseUnitFile(renderUnit(spec, placement));
        expect(skipped).toEqual([]);
        expect(sections.map(({ name }) => name)).toEqual(["Unit", "Service", "Install"]);
        const expected = [
          ...["Description", "StartLimitIntervalSec", "StartLimitBurst", "Type", "NotifyAccess"],
          ...spec.execStartPre.map(() => "ExecStartPre"),
          ...["ExecStart", "WorkingDirectory"],
          ...Object.keys(spec.environment).map(() => "Environment"),
          ...["Restart", "TimeoutStartSec", "X-Note", "WantedBy"],
        ];
        expect(assignments.map(({ name }) => name)).toEqual(expected);
      }),
    );
  });
});
