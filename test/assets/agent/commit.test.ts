import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("a commit in %s", (shell) => {
  const files = [
    "base/paths",
    "base/events",
    "record/state",
    "record/history",
    "record/criteria",
    "commit/commit",
    "commit/prune",
  ];
  const at = (root: string) =>
    `SERVICE_DIR=${root}/opt STATE=${root}/opt/state HISTORY=${root}/opt/history RELEASES=${root}/opt/releases
INCOMING=${root}/opt/.incoming RELEASE=${root}/opt/releases/d UNIT_NEW=${root}/etc/.app.service.pulumi-systemd RUN=${root}/run`;
  const run = (root: string, script: string) =>
    runWith(shell, files, `${at(root)}; ${script}`, {
      ...{ NAME: "app", UNIT: "app.service", TX: "tx", DIGEST: "d", URN: "urn", TOKEN: "t", BY_HAND: "" },
    });
  const rooted = () => {
    const root = sandbox();
    for (const path of ["opt/releases/d", "etc", "srv", "run"])
      mkdirSync(join(root, path), { recursive: true });
    return root;
  };

  it("that a power cut ended leaves nothing for ever: the next deployment clears it away, and nothing else", () => {
    const root = rooted();
    for (const path of [
      "etc/.app.service.pulumi-systemd",
      "opt/state.new",
      "opt/history.new",
      "opt/releases/d/criteria.new",
      "etc/.other.service.pulumi-systemd",
      "opt/state",
    ])
      writeFileSync(join(root, path), "");
    symlinkSync("nowhere", join(root, "srv/.app.pulumi-systemd"));
    symlinkSync("nowhere", join(root, "srv/.earlier.pulumi-systemd"));
    symlinkSync("nowhere", join(root, "srv/app"));
    run(root, `DIRECTORY=${root}/srv/app STATE_DIRECTORY=${root}/srv/earlier; clear_half_made`);
    expect(readdirSync(join(root, "etc"))).toEqual([".other.service.pulumi-systemd"]);
    expect(readdirSync(join(root, "srv"))).toEqual(["app"]);
    expect(readdirSync(join(root, "opt")).sort()).toEqual(["releases", "state"]);
    expect(readdirSync(join(root, "opt/releases/d"))).toEqual([]);
    expect(readdirSync(join(root, "run"))).toEqual([]);
  });

  it("that a power cut ended keeps its release and its secrets: the next deployment has counted on them", () => {
    const root = rooted();
    mkdirSync(join(root, "opt/credentials/c1"), { recursive: true });
    writeFileSync(join(root, "opt/releases/d/unit"), `LoadCredential=a:${root}/opt/credentials/c1/a\n`);
    run(root, `CREDENTIALS=${root}/opt/credentials DIRECTORY='' STATE_DIRECTORY=''; clear_half_made`);
    expect(readdirSync(join(root, "opt/releases/d"))).toEqual(["unit"]);
    expect(readdirSync(join(root, "opt/credentials"))).toEqual(["c1"]);
  });

  it("is known to have been cut short by what every transaction takes away in the end", () => {
    const root = rooted();
    mkdirSync(join(root, "opt/.incoming"));
    run(root, "DIRECTORY='' STATE_DIRECTORY=''; clear_half_made");
    expect(readdirSync(join(root, "run"))).toEqual(["cut-short"]);
  });

  it("takes room for its record that the record does not exceed", () => {
    const root = rooted();
    const digest = "0123456789abcdef".repeat(4);
    const script = `STATE_CURRENT='' STATE_SINCE='' STATE_BY_HAND='' STATE_DEPLOYED='' STATE_PREVIOUS='' STATE_DIRECTORY=''; STEP=stage
write_state interrupted ''
take_room_for_record && wc -c <"$STATE.new"
STATE_CURRENT=${digest} STATE_PREVIOUS=${digest} STATE_DIRECTORY=/srv/app STEP=commit
write_state committed '' && wc -c <"$STATE"`;
    const [room = 0, record = Number.POSITIVE_INFINITY] = run(root, script).trim().split("\n").map(Number);
    expect(record).toBeLessThanOrEqual(room);
  });

  it("says when what it is judged by cannot be written, and leaves what there was", () => {
    const root = rooted();
    writeFileSync(join(root, "opt/releases/d/criteria"), "MIN_HEALTHY_S=7\n");
    mkdirSync(join(root, "opt/releases/d/criteria.new"));
    const script =
      "UNIT_TYPE=notify READY_TIMEOUT_S=1 MIN_HEALTHY_S=1 WATCHDOG_PING=''; { keep_criteria || echo failed; } 2>/dev/null";
    expect(run(root, script)).toBe("failed\n");
    expect(readFileSync(join(root, "opt/releases/d/criteria"), "utf8")).toBe("MIN_HEALTHY_S=7\n");
    expect(existsSync(join(root, "opt/releases/d/probe.sh"))).toBe(false);
  });
});
