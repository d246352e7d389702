import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox, writeRelease } from "./sandbox";
import { quoted, runWith, SHELL_NAMES } from "./shells";

const URN = "urn:pulumi:dev::shop::my:Component$systemd:index:Service::web-1";

/** Releases below /opt/app as a command on the host finds them: each is complete, and was ready unless it is called `bad…`. */
function serviceWith(...releases: string[]): string {
  const service = sandbox();
  for (const release of releases) {
    const path = writeRelease(service, release, [{ path: "app.py", text: release }]);
    writeFileSync(join(path, "unit"), `[Service]\n# ${release}\n`);
    if (!release.startsWith("bad")) writeFileSync(join(path, "criteria"), "");
  }
  return service;
}

describe.each(SHELL_NAMES)("in %s", (shell) => {
  const words = (script: string) => runWith(shell, ["base/events", "byHand/words"], script);

  it.each([
    [URN, "Pulumi, shop/dev"],
    ["alice", "alice, by hand"],
    ["ACME\\alice", "ACME\\alice, by hand"],
    ["", "somebody, by hand"],
  ])("who asked, %s, is %s", (who, said) => {
    expect(words(`asker ${quoted(who)}`)).toBe(said);
  });

  it.each([
    ["committed commit ''", "ready, committed"],
    ["rolled-back judge start-timeout", "undone: no READY=1 in time"],
    ["rollback-failed judge exited", "undone, and the release before did not come up: its process exited"],
    ["failed verify verify", "failed before anything changed: systemd finds fault with its unit"],
    ["interrupted judge ''", "interrupted in step judge, undone"],
    ["rolled-back judge of-a-later-version", "undone: of-a-later-version in step judge"],
  ])("the ending %s is told as “%s”", (ending, said) => {
    expect(words(`ending ${ending}`)).toBe(said);
  });

  it("times and texts are told so that a terminal obeys none of it", () => {
    expect(words("moment 2026-11-24T02:16:15Z; echo; seconds_of 1349000; echo; seconds_of 90000")).toBe(
      "2026-11-24 02:16:15 UTC\n1.3\n0.0",
    );
    expect(words(`printable ${quoted("\u001b[2Jgrüße\u0007 $(id)\\n")}`)).toBe("[2Jgrüße $(id)\\n");
  });

  it.each<[what: string, prefix: string, found: string]>([
    ["the one before", "", "aaaa1"],
    ["a whole name", "aaab2", "aaab2"],
    ["a prefix of one", "aaab", "aaab2"],
    ["a prefix of two", "aaa", "more than one release begins with aaa: aaaa1, aaab2"],
    ["no name", "../aaaa1", "'../aaaa1' is no name of a release"],
    ["a pattern", "*", "'*' is no name of a release"],
    ["one that is not there", "ccc", "no release on disk begins with ccc"],
    ["one that was never ready", "bad3", "release bad3 was never ready on this host"],
  ])("a rollback to %s finds its release or says why not", (_, prefix, found) => {
    const service = serviceWith("aaaa1", "aaab2", "bad3");
    const script = `find_target ${quoted(prefix)}; printf '%s' "\${REFUSAL:-$TARGET}"`;
    const variables = {
      RELEASES: `${service}/releases`,
      TRIAL: `${service}/no`,
      STATE_PREVIOUS: "aaaa1",
      WRITTEN: "",
    };
    expect(runWith(shell, ["base/events", "byHand/words", "byHand/target"], script, variables)).toBe(found);
  });

  it("the release before is not the previous one but the committed one while another is on trial", () => {
    const service = serviceWith("aaaa1", "aaab2");
    const variables = {
      RELEASES: `${service}/releases`,
      TRIAL: service,
      STATE_PREVIOUS: "aaaa1",
      WRITTEN: "aaab2",
    };
    const script = 'find_target "" && echo "$TARGET"';
    expect(runWith(shell, ["base/events", "byHand/words", "byHand/target"], script, variables)).toBe(
      "aaab2\n",
    );
  });

  it("the request of a rollback holds what it was given, whatever that is", () => {
    const work = sandbox();
    const name = "it's $HOME `id` \\n";
    const script = `assign BY_HAND ${quoted(name)} DIGEST abc >${work}/request
BY_HAND=; . ${work}/request; printf '%s|%s' "$BY_HAND" "$DIGEST"`;
    expect(runWith(shell, ["base/events", "undo/recall"], script)).toBe(`${name}|abc`);
  });

  it("the history keeps a hundred transactions, each once, and is read back with its empty fields", () => {
    const work = sandbox();
    const variables = {
      HISTORY: `${work}/history`,
      STEP: "commit",
      URN,
      BY_HAND: "",
      COMMAND: "x",
      DIGEST: "aaaa1",
    };
    const past = Array.from(
      { length: 120 },
      (_, index) => `then\tcommitted\tcommit\t\taaaa0\t${URN}\t${index}\n`,
    );
    writeFileSync(join(work, "history"), `# an older heading\n${past.join("")}`);
    const script = `UTC_NOW=now
STEP=commit; TX=120; write_history interrupted ''; write_history committed ''
tail -n 1 "$HISTORY" | { read_past; echo "$PAST_AT|$PAST_OUTCOME|$PAST_STEP|$PAST_CODE|$PAST_RELEASE|$PAST_WHO"; }`;
    expect(runWith(shell, ["base/events", "record/history", "byHand/history"], script, variables)).toBe(
      `now|committed|commit||aaaa1|${URN}\n`,
    );
    const lines = readFileSync(join(work, "history"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(101);
    expect(lines[0]).toMatch(/^# time, outcome/);
    expect(lines.slice(1).map((line) => line.split("\t").at(-1))).toEqual(
      Array.from({ length: 100 }, (_, index) => String(index + 21)),
    );
    expect(readdirSync(work)).toEqual(["history"]);
  });

  it("the command is laid with its agent, again when either was tampered with, and the old agent goes", () => {
    const service = sandbox();
    const agent = sandbox();
    mkdirSync(join(agent, "byHand"));
    for (const file of ["paths.sh", "byHand/main.sh"])
      writeFileSync(join(agent, file), `# ${file}\n`, { mode: 0o600 });
    const lay = () =>
      runWith(shell, ["base/events", "commit/layCommand"], "umask 022; lay_command && prune_agents", {
        HERE: agent,
        SERVICE_DIR: service,
        AGENTS: `${service}/agent`,
        COMMAND: `${service}/pulumi-systemd`,
        INCOMING: `${service}/.incoming`,
        NAME: "app",
        UNIT: "app.service",
      });
    const command = () => readFileSync(join(service, "pulumi-systemd"), "utf8");
    lay();
    const [first = ""] = readdirSync(join(service, "agent"));
    const main = join(service, "agent", first, "byHand/main.sh");
    expect(command()).toContain(`exec /bin/sh '${main}' 'app' 'app.service' "$@"`);
    expect(statSync(join(service, "pulumi-systemd")).mode & 0o777).toBe(0o755);
    expect(statSync(main).mode & 0o777).toBe(0o644);

    writeFileSync(main, "tampered");
    chmodSync(join(service, "pulumi-systemd"), 0o755);
    writeFileSync(join(service, "pulumi-systemd"), "tampered");
    lay();
    expect(readFileSync(main, "utf8")).toBe("# byHand/main.sh\n");
    expect(command()).toContain(main);

    writeFileSync(join(agent, "paths.sh"), "# of the next version\n");
    lay();
    expect(readdirSync(join(service, "agent"))).toHaveLength(1);
    expect(existsSync(main)).toBe(false);
    expect(command()).not.toContain(first);
  });
});
