import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isActiveRunning, readyAfterSeconds, unitState } from "../../../provider/systemd/state/unitState";
import { knownDirectives, SECTIONS } from "../../../provider/systemd/unit/directives/known";
import { renderUnit } from "../../../provider/systemd/unit/render";
import type { Placement } from "../../../provider/systemd/unit/render/placement";
import type { UnitSpec } from "../../../provider/systemd/unit/unitSpec";
import { validateUnit } from "../../../provider/systemd/unit/validate";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { Release, TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { COMMENTED_TEXT, PLACEMENT, TUTORIAL_SPEC } from "../../provider/systemd/unit/tutorial";
import { quotableText } from "../../provider/systemd/unit/validText";
import { loadUnit, show, verifyLines } from "./loadedUnit";
import { SEED } from "./seed";

const VERSIONS: readonly (readonly [Release, number])[] = [
  ["bullseye", 247],
  ["bookworm", 252],
  ["trixie", 257],
];

/** Names that parsers still list, and of which they say themselves that they do nothing any more. */
const REMOVED =
  /\.(BusPolicy|Capabilities|IgnoreOnSnapshot|ManagedOOMMemoryPressureLimitPercent|NetClass|Requi(res|site)Overridable|SysVStartPriority)$/;

const AWKWARD_WORDS = [
  ...["", " ", ";", "#", "a b", "'", '"', "\\", "\\n", "%", "%h", "%%", "$", "$$", "$HOME", "- "],
  ...["-n", "a=b", "\u00e9\u{1f680}"],
];

const READY_AFTER_A_SECOND = `import os, socket, time
time.sleep(1)
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(600)
`;

const STATE_PROPERTIES = [
  ...["ActiveState", "SubState", "Type", "NRestarts", "WatchdogUSec"],
  ...["InactiveExitTimestampMonotonic", "ActiveEnterTimestampMonotonic"],
];

describe.each(VERSIONS)("%s, systemd %d", (release, version) => {
  let hosts: TestHosts;
  let host: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ release, python: "without-venv" });
    const [first] = hosts.hosts;
    if (first === undefined) throw new Error("a host was wanted");
    host = first;
    const { appDirectory, runtimeBin } = PLACEMENT;
    await host.run(
      `useradd --system myapp && mkdir -p ${appDirectory} ${runtimeBin} && ln -s /usr/bin/python3 ${runtimeBin}/python3
       cat >${appDirectory}/app_notify.py`,
      { input: READY_AFTER_A_SECOND },
    );
  });
  afterAll(() => hosts?.stop());

  it("loads the rendered example without a word and gives its values back", async () => {
    const text = renderUnit(TUTORIAL_SPEC, PLACEMENT);
    expect(await verifyLines(host, PLACEMENT.unitName, text)).toEqual([]);
    await loadUnit(host, PLACEMENT.unitName, text);
    const expected = {
      Description: "MyApp Notify Service",
      Environment: "PYTHONUNBUFFERED=1",
      LoadState: "loaded",
      NeedDaemonReload: "no",
      NotifyAccess: "all",
      Restart: "on-failure",
      StartLimitBurst: "5",
      StartLimitIntervalUSec: "9min",
      TimeoutStartUSec: "1min 30s",
      Type: "notify",
      User: "myapp",
      WorkingDirectory: PLACEMENT.appDirectory,
    };
    expect(await show(host, PLACEMENT.unitName, Object.keys(expected))).toEqual(expected);
    const { ExecStart } = await show(host, PLACEMENT.unitName, ["ExecStart"]);
    expect(ExecStart).toContain(`argv[]=${PLACEMENT.runtimeBin}/python3 app_notify.py ;`);
  });

  it("starts it, counts from READY=1, and arms its watchdog", async () => {
    await host.run("systemctl start myapp_notify.service");
    // show has no WatchdogUSec= before the start.
    const shown = await show(host, PLACEMENT.unitName, STATE_PROPERTIES);
    await host.run("systemctl stop myapp_notify.service");
    expect(isActiveRunning(shown)).toBe(true);
    expect(unitState(shown)).toMatchObject({ type: "notify", restarts: 0, watchdogUs: 15_000_000 });
    expect(readyAfterSeconds(shown)).toBeGreaterThanOrEqual(1);
    expect(readyAfterSeconds(shown)).toBeLessThan(5);
  });

  it("does to the unit with inline comments what the linter says", async () => {
    const unitName = "commented.service";
    // An apostrophe in the comment after a command would be an open quote, for which systemd refuses the unit altogether.
    await loadUnit(host, unitName, COMMENTED_TEXT.replaceAll("'", " "));
    const shown = await show(host, unitName, ["Type", "Restart", "WatchdogUSec", "NotifyAccess", "User"]);
    expect(shown).toMatchObject({ Type: "simple", Restart: "no", NotifyAccess: "none" });
    expect(shown.User).toContain("<user>  #");
    expect(["0", "infinity"]).toContain(shown.WatchdogUSec);
  });

  it("hands arguments and variables to the program exactly as they were given", async () => {
    const some = fc.array(quotableText, { minLength: 60, maxLength: 60 });
    const received = async (words: readonly string[]) => {
      const report = (name: string) => [
        "/bin/sh",
        "-c",
        `printf "%s\\0" "$@" >/run/${name}.new; env -0 >/run/${name}.environ; mv /run/${name}.new /run/${name}`,
        "sh",
        ...words,
      ];
      const spec: UnitSpec = {
        description: 'Say "100%" of $HOME \\ # literally',
        type: "oneshot",
        restart: "no",
        execStartPre: [report("before")],
        execStart: report("argv"),
        environment: Object.fromEntries(words.map((word, index) => [`W${index}`, word])),
      };
      expect(validateUnit(spec)).toEqual([]);
      const placement: Placement = { unitName: "words.service", appDirectory: "/", files: new Set() };
      const text = renderUnit(spec, placement);
      expect(await verifyLines(host, placement.unitName, text)).toEqual([]);
      await loadUnit(host, placement.unitName, text);
      await host.run("rm -f /run/argv /run/before; systemctl start words.service");
      expect((await show(host, placement.unitName, ["Description"])).Description).toBe(spec.description);
      const read = async (name: string) =>
        (await host.run(`cat /run/${name}`)).stdout.split("\0").slice(0, -1);
      const environ = (await read("argv.environ")).filter((entry) => /^W[0-9]+=/.test(entry));
      return { before: await read("before"), argv: await read("argv"), environ: environ.sort() };
    };
    await fc.assert(
      fc.asyncProperty(some, async (random) => {
        const words = [...AWKWARD_WORDS, ...random];
        const environ = words.map((word, index) => `W${index}=${word}`).sort();
        expect(await received(words)).toEqual({ before: words, argv: words, environ });
      }),
      { numRuns: 2, endOnFailure: true, seed: SEED },
    );
  });

  it("hears READY=1 from a service with strict hardening", async () => {
    const spec: UnitSpec = {
      execStart: ["/bin/sh", "-c", "systemd-notify --ready; exec sleep 600"],
      user: "myapp",
      notifyAccess: "all",
      timeoutStart: "20s",
      stateDirectory: ["hardened"],
      hardening: "strict",
    };
    const placement: Placement = {
      unitName: "hardened.service",
      appDirectory: PLACEMENT.appDirectory,
      files: new Set(),
    };
    const text = renderUnit(spec, placement);
    expect(await verifyLines(host, placement.unitName, text)).toEqual([]);
    await loadUnit(host, placement.unitName, text);
    await host.run("systemctl start hardened.service");
    expect(await show(host, placement.unitName, ["ActiveState", "SubState"])).toEqual({
      ActiveState: "active",
      SubState: "running",
    });
    const { stdout } = await host.run("systemd-analyze security --no-pager hardened.service | tail -n 1");
    await host.run("systemctl stop hardened.service");
    expect(Number(/level for hardened\.service: ([0-9.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(3);
  });

  it("knows the directives that our table says it knows, and no others", async () => {
    const { stdout } = await host.run(
      "$(ls /usr/lib/systemd/systemd /lib/systemd/systemd 2>/dev/null | head -n 1) --dump-configuration-items",
    );
    const listed = dumpedDirectives(stdout);
    expect(listed.length).toBeGreaterThan(300);
    for (const section of SECTIONS) {
      const theirs = listed.filter((name) => name.startsWith(`${section}.`) && !REMOVED.test(name));
      const ours = knownDirectives(section, version).map((name) => `${section}.${name}`);
      expect(theirs.filter((name) => !ours.includes(name))).toEqual([]);
      expect(ours.filter((name) => !theirs.includes(name))).toEqual([]);
    }
  });
});

/** `Service.ExecStart` and so on, out of what `systemd --dump-configuration-items` prints. */
function dumpedDirectives(dump: string): string[] {
  const names: string[] = [];
  let section = "";
  for (const line of dump.split("\n")) {
    const header = /^\[(.*)\]$/.exec(line)?.[1];
    if (header !== undefined) section = header;
    else if (line.includes("=")) names.push(`${section}.${line.slice(0, line.indexOf("="))}`);
  }
  return names;
}
