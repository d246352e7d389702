import { describe, expect, it } from "vitest";
import { lintUnitText } from "../../../../../provider/systemd/unit/lint";
import { leadToRelease } from "../../../../../provider/systemd/unit/render/leadToRelease";
import { PLACEMENT, PLAIN_TEXT } from "../tutorial";

const { appDirectory, runtimeBin } = PLACEMENT;

describe("the tutorial's own unit", () => {
  it("comes out working: its program from the release, run by the environment's Python, unbuffered", () => {
    const text = leadToRelease(PLAIN_TEXT, PLACEMENT);
    expect(text).toBe(`[Unit]
Description=MyApp Notify Service
After=network.target

[Service]
Environment=PYTHONUNBUFFERED=1
Type=notify
ExecStart=${runtimeBin}/python3 ${appDirectory}/app_notify.py
NotifyAccess=all
User=myapp
Restart=on-failure
WatchdogSec=15

[Install]
WantedBy=multi-user.target
`);
    expect(lintUnitText(text)).toEqual([]);
  });
});

describe("secrets of a service whose unit is given", () => {
  const credentials = { directory: "/opt/myapp_notify/credentials/c1d2", names: ["b", "a"] };

  it("are loaded by lines of their own, behind the header and in the order of names", () => {
    const text = leadToRelease("[Unit]\r\n  [Service] \nType=notify\n", { ...PLACEMENT, credentials });
    expect(text.split("\n")).toEqual([
      "[Unit]",
      "  [Service] ",
      "Environment=PYTHONUNBUFFERED=1",
      "LoadCredential=a:/opt/myapp_notify/credentials/c1d2/a",
      "LoadCredential=b:/opt/myapp_notify/credentials/c1d2/b",
      "Type=notify",
      "",
    ]);
  });
});

describe("leadToRelease", () => {
  const lead = (line: string, place: object = { runtimeBin: undefined }) =>
    leadToRelease(line, { ...PLACEMENT, ...place }).replace(/\n$/, "");
  const place = "/usr/local/bin/myapp_notify";

  it.each([
    [`WorkingDirectory=${place}`, `WorkingDirectory=${appDirectory}`],
    [`WorkingDirectory=${place}/`, `WorkingDirectory=${appDirectory}/`],
    [`EnvironmentFile=-${place}/env`, `EnvironmentFile=-${appDirectory}/env`],
    [
      `ExecStart=+${place}/run --home=${place} '${place}/a b'`,
      `ExecStart=+${appDirectory}/run --home=${appDirectory} '${appDirectory}/a b'`,
    ],
    [`BindPaths=${place}:/app ${place}/x`, `BindPaths=${appDirectory}:/app ${appDirectory}/x`],
    [`Environment="A=${place}" B=${place}`, `Environment="A=${appDirectory}" B=${appDirectory}`],
    [`ExecStart=/bin/x \\\n  ${place}/y`, `ExecStart=/bin/x \\\n  ${appDirectory}/y`],
  ])("leads %j", (line, expected) => {
    expect(lead(line)).toBe(expected);
  });

  it.each([
    `WorkingDirectory=${place}2`,
    `ReadOnlyPaths=/old${place}`,
    `ReadOnlyPaths=${place}.bak`,
    `# ExecStart=${place}/run`,
    "ExecStart=/usr/local/bin/other",
  ])("leaves %j", (line) => {
    expect(lead(line)).toBe(line);
  });

  it("takes the directory literally, whatever its characters", () => {
    expect(lead("A=/srv/a.b/x /srv/aXb/x", { runtimeBin: undefined, directory: "/srv/a.b" })).toBe(
      `A=${appDirectory}/x /srv/aXb/x`,
    );
  });

  it("leads nothing without a directory", () => {
    expect(lead(`WorkingDirectory=${place}`, { directory: undefined, runtimeBin: undefined })).toBe(
      `WorkingDirectory=${place}`,
    );
  });

  it.each([
    ["ExecStart=/usr/bin/python3 x", `ExecStart=${runtimeBin}/python3 x`],
    ["ExecStart=-/usr/local/bin/python x", `ExecStart=-${runtimeBin}/python x`],
    ["ExecStartPre=python3 x", `ExecStartPre=${runtimeBin}/python3 x`],
    ['ExecStart="/usr/bin/python3" x', `ExecStart="${runtimeBin}/python3" x`],
    [
      "ExecStart=\\\n# which one\n  /usr/bin/python3 x",
      `ExecStart=\\\n# which one\n  ${runtimeBin}/python3 x`,
    ],
    ["ExecStart=/usr/bin/python3.11 x", "ExecStart=/usr/bin/python3.11 x"],
    ["ExecStart=/bin/sh /usr/bin/python3", "ExecStart=/bin/sh /usr/bin/python3"],
    ["ExecStart=/bin/sh \\\n  /usr/bin/python3", "ExecStart=/bin/sh \\\n  /usr/bin/python3"],
    ["ReadOnlyPaths=/usr/bin/python3", "ReadOnlyPaths=/usr/bin/python3"],
  ])("runs %j by the environment's Python", (line, expected) => {
    expect(lead(line, {})).toBe(expected);
  });

  it("leaves a unit its own word on buffering, and one without Python alone", () => {
    const text = "[Service]\nEnvironment=A=b PYTHONUNBUFFERED=0\n";
    expect(leadToRelease(text, PLACEMENT)).toBe(text);
    expect(lead("[Service]\nType=notify")).toBe("[Service]\nType=notify");
  });
});
