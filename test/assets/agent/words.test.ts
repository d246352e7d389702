import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { quoted, runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("in %s", (shell) => {
  it("a text becomes one line of an event", () => {
    const script = `say 'status' ${quoted("one\ntwo\n * $HOME `id`\\n")}; fact now Result ''`;
    expect(runWith(shell, ["base/events"], script)).toBe(
      "status -- one two  * $HOME `id`\\n\nfact of=now name=Result -- \n",
    );
  });

  it.each([
    ["1min 30s", "90000"],
    ["5s", "5000"],
    ["1.500s", "1500"],
    ["100ms", "100"],
    ["2h 3min", "7380000"],
    ["1d", "86400000"],
    ["1month", "2629800000"],
    ["infinity", ""],
  ])("the time span %s has %s ms", (span, ms) => {
    expect(runWith(shell, ["base/clock"], `span_ms '${span}'; echo "$SPAN_MS"`)).toBe(`${ms}\n`);
  });

  it("the clock goes forward in milliseconds", () => {
    const script = 'now_ms; a=$NOW_MS; sleep 0.2; now_ms; echo "$((NOW_MS - a))"';
    const elapsedMs = Number(runWith(shell, ["base/clock"], script));
    expect(elapsedMs).toBeGreaterThanOrEqual(190);
    expect(elapsedMs).toBeLessThan(3_000);
  });

  it("the state is what was written, whatever a value holds", () => {
    const work = sandbox();
    const script = `STATE=${work}/state; STEP=commit; read_state
STATE_CURRENT=new; STATE_PREVIOUS=old; STATE_DIRECTORY='/srv/a=b c'; STATE_BY_HAND='ACME\\al ice'; STATE_SINCE=then
write_state committed '' && read_state
printf '%s\\n' "$STATE_OWNER|$STATE_URN|$STATE_CURRENT|$STATE_PREVIOUS|$STATE_DIRECTORY|$STATE_TX|$STATE_OUTCOME|$STATE_STEP"
printf '%s\\n' "$STATE_BY_HAND|$STATE_SINCE"`;
    const paths = { COMMAND: "/opt/app/pulumi-systemd", UNIT_FILE: "/etc/systemd/system/app.service" };
    const variables = { TOKEN: "token", URN: "urn:x::$(id)", TX: "tx", UNIT: "app.service", ...paths };
    expect(runWith(shell, ["base/events", "record/state"], script, variables)).toBe(
      "token|urn:x::$(id)|new|old|/srv/a=b c|tx|committed|commit\nACME\\al ice|then\n",
    );
    expect(readdirSync(work)).toEqual(["state"]);
    expect(readFileSync(join(work, "state"), "utf8")).toMatch(/^at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m);
  });

  it.each([
    ["which the record knows", "old", "earlier|old|alice|then"],
    ["which is nobody's release", "", "earlier|old|alice|then"],
    ["which a power cut kept from the record", "new", "old|new||2026-11-24T02:16:15Z"],
  ])("the unit in /etc, %s, is what ran before", (_, written, expected) => {
    const unit = join(sandbox(), "app.service");
    writeFileSync(unit, "");
    utimesSync(unit, new Date("2026-11-24T02:16:15Z"), new Date("2026-11-24T02:16:15Z"));
    const script = `STATE_CURRENT=old STATE_PREVIOUS=earlier STATE_BY_HAND=alice STATE_SINCE='then'; recall_rename
echo "$STATE_PREVIOUS|$STATE_CURRENT|$STATE_BY_HAND|$STATE_SINCE"`;
    const variables = { UNIT_FILE: unit, WRITTEN: written };
    expect(runWith(shell, ["record/state"], script, variables)).toBe(`${expected}\n`);
  });

  it("the journal's objects become events, coloured and quoted messages too", () => {
    const work = sandbox();
    const colour = [...Buffer.from("\u001b[31mred\u001b[0m é")].join(",");
    const lines = [
      '{"__REALTIME_TIMESTAMP":"17","_PID":"1","PRIORITY":"5","MESSAGE":"app.service: Failed with result \'protocol\'."}',
      '{"MESSAGE":"say \\"hi\\", a\\\\b\\nnext \\u0007 \\"PRIORITY\\":\\"0\\"","__REALTIME_TIMESTAMP":"18","_PID":"11"}',
      `{"MESSAGE":[${colour}],"PRIORITY":"6","__REALTIME_TIMESTAMP":"19","_PID":"12"}`,
      '{"MESSAGE":null,"PRIORITY":"6","__REALTIME_TIMESTAMP":"20","_PID":"12"}',
      // Cut off.
      '{"__REALTIME_TIMESTAMP":"21","MESSAGE":"and so \\"on\\" and on',
      '{"__REALTIME_TIMESTAMP":"22","MESSAGE":[97,98,9',
      `{"__REALTIME_TIMESTAMP":"23","MESSAGE":"${"x".repeat(2000)}"}`,
      `{"__REALTIME_TIMESTAMP":"24","MESSAGE":"${"x".repeat(2000)}y"}`,
    ];
    writeFileSync(join(work, "journal"), `${lines.join("\n")}\n`);
    expect(runWith(shell, ["trial/journal"], `journal_lines <${work}/journal`).split("\n")).toEqual([
      "journal at_us=17 prio=5 from=systemd -- app.service: Failed with result 'protocol'.",
      'journal at_us=18 prio=6 from=service -- say "hi", a\\b next   "PRIORITY":"0"',
      "journal at_us=19 prio=6 from=service --  [31mred [0m é",
      "journal at_us=20 prio=6 from=service -- ",
      'journal at_us=21 prio=6 from=service -- and so "on" and on',
      "journal at_us=22 prio=6 from=service -- ab ",
      `journal at_us=23 prio=6 from=service -- ${"x".repeat(2000)}`,
      `journal at_us=24 prio=6 from=service -- ${"x".repeat(2000)}…`,
      "",
    ]);
  });

  it.each([
    ["/run/x/verify/app.service:3: Unknown key name 'Foo' in section 'Service', ignoring.", true],
    ["app.service: Command /usr/bin/python9 is not executable: No such file or directory", true],
    ["Unit app.service has a bad unit file setting.", true],
    ["other-app.service: Command /x is not executable", false],
    ["/lib/systemd/system/myapp.service:9: PIDFile= references a path below legacy directory", false],
    ["other-app.service wants app.service", true],
    ["app.service.d/x.conf is not ours, dbus.service is", true],
    ["systemd-timesyncd.service: whatever", false],
  ])("systemd-analyze's `%s` is about app.service: %s", (line, about) => {
    const script = `printf '%s\\n' ${quoted(line)} | lines_about_unit`;
    expect(runWith(shell, ["prepare/verify"], script, { UNIT: "app.service" })).toBe(
      about ? `${line}\n` : "",
    );
  });

  it.each([
    ["755", false],
    ["1777", true],
    ["775", true],
    ["2755", false],
    ["757", true],
    ["700", false],
    ["2775", true],
  ])("a parent of mode %s is writable by others: %s", (mode, writable) => {
    expect(runWith(shell, ["preflight/safeParents"], `others_may_write ${mode} && echo yes || echo no`)).toBe(
      writable ? "yes\n" : "no\n",
    );
  });

  it("parents are those of the path as written and as links resolve", () => {
    const work = sandbox();
    mkdirSync(join(work, "real/inner"), { recursive: true });
    symlinkSync(join(work, "real"), join(work, "link"));
    const parents = runWith(shell, ["preflight/safeParents"], `parents_of ${work}/link/inner/new/app`)
      .trim()
      .split("\n");
    expect(parents).toEqual(
      expect.arrayContaining([
        "/",
        work,
        `${work}/link`,
        `${work}/link/inner`,
        `${work}/real`,
        `${work}/real/inner`,
      ]),
    );
  });

  it("old releases go, but never the current and the previous one, nor their runtimes", () => {
    const work = sandbox();
    for (const [age, digest] of ["current", "a", "b", "previous", "c"].entries()) {
      mkdirSync(join(work, "releases", digest), { recursive: true });
      mkdirSync(join(work, "runtimes", `for-${digest}`), { recursive: true });
      symlinkSync(`../../runtimes/for-${digest}`, join(work, "releases", digest, "runtime"));
      utimesSync(join(work, "releases", digest), 1_000 - age, 1_000 - age);
    }
    const left = (limit: number) => {
      runWith(
        shell,
        ["base/paths", "commit/prune"],
        `RUN=${sandbox()}; RELEASES=${work}/releases; RUNTIMES=${work}/runtimes; CREDENTIALS=${work}/none; UNIT_FILE=${work}/none; TRIAL=${work}/none; STATE_CURRENT=current; STATE_PREVIOUS=previous; HISTORY_LIMIT=${limit}; prune`,
        { NAME: "app", UNIT: "app.service", DIGEST: "current", TX: "tx" },
      );
      return [readdirSync(join(work, "releases")).sort(), readdirSync(join(work, "runtimes")).sort()];
    };
    expect(left(3)[0]).toEqual(["a", "b", "current", "previous"]);
    expect(left(0)).toEqual([
      ["current", "previous"],
      ["for-current", "for-previous"],
    ]);
  });
});
