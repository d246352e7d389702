import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

/** Contents that a shell, a tool or a list of files could trip over. */
const SECRETS = {
  apiKey: "it's $HOME `id` \\n%s",
  "tls.key": "-----BEGIN KEY-----\nabc\n-----END KEY-----\n",
  binary: "\0\u0001\r\n\u00ff",
  empty: "",
  _: "x",
};

describe.each(SHELL_NAMES)("the secrets of a release, in %s", (shell) => {
  const files = [
    "base/paths",
    "base/events",
    "look/asMade",
    "look/observe",
    "look/credentials",
    "plan/damage",
    "prepare/credentials",
    "commit/prune",
  ];
  /** A host whose /opt/app is below `root`. */
  const host = () => {
    const root = sandbox();
    const service = join(root, "opt/my.app");
    for (const path of ["run", "etc", "opt/my.app/.incoming", "opt/my.app/releases"])
      mkdirSync(join(root, path), { recursive: true });
    const run = (script: string) =>
      runWith(
        shell,
        files,
        `SERVICE_DIR=${service}; RELEASES=$SERVICE_DIR/releases CREDENTIALS=$SERVICE_DIR/credentials INCOMING=$SERVICE_DIR/.incoming
        RUN=${root}/run UNIT_FILE=${root}/etc/unit TRIAL=${root}/run/trial
        suspect_process() { echo suspect; }; fail() { echo "fail $*"; exit 0; }
        umask 022; ${script}`,
        { NAME: "my.app", UNIT: "my.app.service", DIGEST: "new", TX: "tx", WORK: join(root, "run") },
      ).trim();
    const unitOf = (id: string, names: readonly string[] = Object.keys(SECRETS)) =>
      `[Service]\n${names.map((name) => `LoadCredential=${name}:${service}/credentials/${id}/${name}\n`).join("")}`;
    const send = (id: string, secrets: Readonly<Record<string, string>> = SECRETS) => {
      writeFileSync(join(root, "run/unit"), unitOf(id, Object.keys(secrets)));
      mkdirSync(join(root, "run/secrets"));
      for (const [name, secret] of Object.entries(secrets))
        writeFileSync(join(root, "run/secrets", name), secret);
    };
    const release = (digest: string, id: string, wasReady = true) => {
      const path = join(service, "releases", digest);
      mkdirSync(path);
      writeFileSync(join(path, "unit"), unitOf(id));
      if (wasReady) writeFileSync(join(path, "criteria"), "");
    };
    const lay = (id: string, secrets = SECRETS) => {
      send(id, secrets);
      return run("lay_credentials");
    };
    const condition = (digest: string) => run(`credentials_condition ${digest}`);
    return { root, service, run, send, lay, release, condition, at: join(service, "credentials") };
  };

  it("lie as they were sent, for root alone, and no longer where they came from", () => {
    const { root, lay, at, release, condition } = host();
    expect(lay("id1")).toBe("");
    for (const [name, secret] of Object.entries(SECRETS)) {
      expect(readFileSync(join(at, "id1", name), "utf8")).toBe(secret);
      expect(statSync(join(at, "id1", name))).toMatchObject({ mode: 0o100600, uid: 0, gid: 0 });
    }
    expect(statSync(at).mode).toBe(0o40700);
    expect(statSync(join(at, "id1"))).toMatchObject({ mode: 0o40700, uid: 0, gid: 0 });
    expect(statSync(join(at, "id1/.complete")).mode).toBe(0o100600);
    expect(readdirSync(join(root, "run"))).toEqual(["unit"]);
    release("new", "id1");
    expect(condition("new")).toBe("ok");
  });

  it("are none where the unit has none, and stay when a rollback by hand brings none", () => {
    const { root, run, at, lay } = host();
    writeFileSync(join(root, "run/unit"), "[Service]\nLoadCredential=other:/etc/other\n");
    mkdirSync(join(root, "run/secrets"));
    expect(run("lay_credentials; credentials_of $RUN/unit")).toBe("");
    expect(() => statSync(at)).toThrow("ENOENT");
    rmSync(join(root, "run/secrets"), { recursive: true });
    lay("id1");
    expect(run("lay_credentials")).toBe("");
    expect(readdirSync(at)).toEqual(["id1"]);
  });

  it("are left alone when they are there as they should be", () => {
    const { lay, at } = host();
    lay("id1");
    const before = readdirSync(join(at, "id1")).map((name) => statSync(join(at, "id1", name)).ino);
    expect(lay("id1")).toBe("");
    expect(readdirSync(join(at, "id1")).map((name) => statSync(join(at, "id1", name)).ino)).toEqual(before);
  });

  it.each<[what: string, harm: (directory: string) => unknown, drift: string, suspect: string]>([
    ["a file that is gone", (dir) => rmSync(join(dir, "apiKey")), "removed: apiKey", ""],
    ["another content", (dir) => writeFileSync(join(dir, "apiKey"), "x"), "changed: apiKey", "suspect"],
    [
      "another content of the same length",
      (dir) => writeFileSync(join(dir, "_"), "y"),
      "changed: _",
      "suspect",
    ],
    ["a mode for everybody", (dir) => chmodSync(join(dir, "apiKey"), 0o644), "changed: apiKey", ""],
    ["another owner", (dir) => chownSync(join(dir, "empty"), 1234, 0), "changed: empty", ""],
    [
      "a link in its place",
      (dir) => {
        rmSync(join(dir, "_"));
        symlinkSync("/etc/hostname", join(dir, "_"));
      },
      "changed: _",
      "suspect",
    ],
    [
      "a directory in its place",
      (dir) => {
        rmSync(join(dir, "_"));
        mkdirSync(join(dir, "_/x"), { recursive: true });
      },
      "changed: _",
      "suspect",
    ],
    ["a directory for everybody", (dir) => chmodSync(dir, 0o755), "changed: the directory itself", ""],
    [
      "another time",
      (dir) => utimesSync(join(dir, "apiKey"), new Date(0), new Date(0)),
      "changed: apiKey",
      "",
    ],
    ["no word of how they were made", (dir) => rmSync(join(dir, ".complete")), "missing", ""],
    ["nothing at all", (dir) => rmSync(dir, { recursive: true }), "missing", ""],
    [
      "a link in place of the directory",
      (dir) => {
        rmSync(dir, { recursive: true });
        symlinkSync("/nowhere", dir);
      },
      "missing",
      "",
    ],
  ])("of which somebody made %s are told, and mended without another look", (_, harm, drift, suspect) => {
    const { lay, at, release, condition } = host();
    lay("id1");
    release("new", "id1");
    // Times are told in seconds.
    for (const name of readdirSync(join(at, "id1")))
      if (name !== ".complete") utimesSync(join(at, "id1", name), new Date(1e12), new Date(1e12));
    rmSync(join(at, "id1/.complete"));
    lay("id1");
    expect(condition("new")).toBe("ok");
    harm(join(at, "id1"));
    expect(condition("new")).toBe(drift);
    expect(lay("id1")).toBe(suspect);
    expect(condition("new")).toBe("ok");
    for (const [name, secret] of Object.entries(SECRETS)) {
      expect(readFileSync(join(at, "id1", name), "utf8")).toBe(secret);
      expect(statSync(join(at, "id1", name))).toMatchObject({ mode: 0o100600, uid: 0, gid: 0 });
    }
    expect(statSync(join(at, "id1")).mode).toBe(0o40700);
  });

  it("of another version lie beside them, and what others laid there stays", () => {
    const { lay, at, release, condition } = host();
    lay("id1");
    lay("id2", { ...SECRETS, apiKey: "another" });
    writeFileSync(join(at, "id1/notes of the administrator"), "");
    release("old", "id1");
    expect(condition("old")).toBe("ok");
    expect(readFileSync(join(at, "id1/apiKey"), "utf8")).toBe(SECRETS.apiKey);
    expect(readFileSync(join(at, "id2/apiKey"), "utf8")).toBe("another");
  });

  it("that were being written when the power was cut are no version", () => {
    const { run, send, at } = host();
    send("id1");
    expect(run('point() { echo "$1"; exit; }; lay_credentials')).toBe("secrets-written");
    expect(readdirSync(at)).toEqual([]);
  });

  it("go with the last release that was ready with them, and with what never was", () => {
    const { root, lay, at, service, release, run } = host();
    for (const id of ["kept", "shared", "failed", "orphan", "written", "trial"]) lay(id);
    release("r1", "kept");
    release("r2", "shared");
    release("r3", "shared", false);
    release("r4", "failed", false);
    release("r5", "trial", false);
    writeFileSync(join(root, "etc/unit"), `x:${at}/written/apiKey\n`);
    writeFileSync(join(root, "run/trial"), `x:${at}/trial/apiKey\n`);
    expect(run("prune_credentials")).toBe("");
    expect(readdirSync(at).sort()).toEqual(["kept", "shared", "trial", "written"]);
    expect(readdirSync(join(service, "releases")).sort()).toEqual(["r1", "r2", "r3", "r5"]);
    rmSync(join(service, "releases"), { recursive: true });
    for (const unit of ["etc/unit", "run/trial"]) rmSync(join(root, unit));
    expect(run("prune_credentials; prune_credentials")).toBe("");
    expect(() => statSync(at)).toThrow("ENOENT");
  });

  it("that cannot be written say so without a word of them", () => {
    const { run, send, service } = host();
    send("id1");
    writeFileSync(join(service, "credentials"), "no directory");
    expect(run("lay_credentials 2>/dev/null")).toBe(`fail stage-damaged cannot write ${service}/credentials`);
  });
});
