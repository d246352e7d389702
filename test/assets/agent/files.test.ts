import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entry, manifestOf, sandbox, writeRelease, writeTree } from "./sandbox";
import { runWith, SHELL_NAMES, type Shell } from "./shells";

/** Names that a shell, awk or sha256sum could trip over. */
const ENTRIES: Entry[] = [
  { path: "-rf", text: "dash\n" },
  { path: "a b/c  d.txt", text: "blanks\n" },
  { path: "back\\slash\\n.py", text: "backslash\n" },
  { path: "bin/tool", text: "#!/bin/sh\n", executable: true },
  { path: "dollar$(id)`id`'\"*?.py", text: "quotes\n" },
  { path: "empty", directory: true },
  { path: "été/ü.txt", text: "UTF-8\n" },
  { path: "latest", link: "a b/c  d.txt" },
  { path: "no content", text: "" },
  { path: "&co|s;^.$[x]*/1", text: "expressions\n" },
];
const path = (number: number) => ENTRIES[number - 1]?.path ?? "";

function faults(shell: Shell, work: string, tree: string, manifest: string): string[] {
  writeFileSync(join(work, "manifest"), manifest);
  const script = 'faults "$TREE_UNDER_TEST" "$WORK/manifest"';
  const variables = { WORK: work, TREE_UNDER_TEST: tree };
  return runWith(shell, ["base/events", "look/manifest"], script, variables).split("\n").filter(Boolean);
}

describe.each(SHELL_NAMES)("a tree against its manifest, in %s", (shell) => {
  it("has no fault when it is as it should be, whatever else lies about", () => {
    const work = sandbox();
    const tree = join(work, "tree");
    writeTree(tree, [...ENTRIES, { path: "__pycache__/x.pyc", text: "left by the service" }]);
    expect(faults(shell, work, tree, manifestOf(ENTRIES))).toEqual([]);
    expect(faults(shell, work, tree, "")).toEqual([]);
  });

  it("tells what is missing or other, by number and path", () => {
    const work = sandbox();
    const tree = join(work, "tree");
    writeTree(tree, ENTRIES);
    writeFileSync(join(tree, path(1)), "other");
    rmSync(join(tree, path(3)));
    chmodSync(join(tree, path(4)), 0o644);
    rmSync(join(tree, path(5)));
    symlinkSync("/etc/passwd", join(tree, path(5)));
    rmSync(join(tree, path(6)), { recursive: true });
    rmSync(join(tree, path(8)));
    symlinkSync("elsewhere", join(tree, path(8)));
    expect(faults(shell, work, tree, manifestOf(ENTRIES))).toEqual(
      [1, 3, 4, 5, 6, 8].map((number) => `${number}\t${path(number)}`),
    );
  });

  it("tells a directory that is a link, or that others than root may write to", () => {
    const work = sandbox();
    const tree = join(work, "tree");
    const entries: Entry[] = ["a/one", "a/b/two", "c/three", "d/e/four"].map((path) => ({
      path,
      text: path,
    }));
    writeTree(tree, entries);
    writeTree(join(work, "elsewhere"), [{ path: "three", text: "c/three" }]);
    rmSync(join(tree, "c"), { recursive: true });
    symlinkSync(join(work, "elsewhere"), join(tree, "c"));
    chmodSync(join(tree, "a/b"), 0o775);
    chownSync(join(tree, "d"), 1234, 0);
    chmodSync(join(tree, "d/e"), 0o2755);
    expect(faults(shell, work, tree, manifestOf(entries))).toEqual(["2\ta/b", "3\tc", "4\td"]);
  });

  it("finds everything missing where nothing is", () => {
    const work = sandbox();
    expect(faults(shell, work, join(work, "nowhere"), manifestOf(ENTRIES))).toHaveLength(ENTRIES.length);
  });
});

/** Runs need and stage as one transaction on a host whose /opt/<name> is `service`. */
function stage(shell: Shell, work: string, service: string, entries: readonly Entry[], current = ""): string {
  writeFileSync(join(work, "manifest"), manifestOf(entries));
  writeFileSync(join(work, "unit"), "[Service]\n");
  rmSync(join(work, "blobs"), { recursive: true, force: true });
  mkdirSync(join(work, "blobs"));
  const variables = {
    WORK: work,
    NAME: "app",
    UNIT: "app.service",
    DIGEST: "new",
    TX: "tx",
    TOKEN: "token",
    URN: "urn",
    STATE_CURRENT: current,
    STATE_OWNER: "token",
    STATE_PREVIOUS: "",
    STATE_DIRECTORY: "",
    STATE_SINCE: "",
    STATE_BY_HAND: "",
    STATE_DEPLOYED: "",
  };
  const at = `RUN=${work}; SERVICE_DIR=${service}; RELEASES=${service}/releases; RELEASE=$RELEASES/new; RUNTIMES=${service}/runtimes; INCOMING=${service}/.incoming; STATE=${service}/state; UNIT_DIR=${work}; UNIT_FILE=${work}/none; SUSPECT=${work}/suspect; fail() { echo "fail $*"; exit 1; };`;
  const needed = runWith(
    shell,
    ["base/paths", "base/events", "look/manifest", "channel/need"],
    `${at} find_sources; echo "$NEED"`,
    {
      ...variables,
    },
  ).trim();
  for (const number of needed.split(",").filter(Boolean)) {
    const entry = entries[Number(number) - 1];
    if (entry && "text" in entry) writeFileSync(join(work, "blobs", number), entry.text);
  }
  const files = [
    "base/paths",
    "base/events",
    "record/state",
    "look/manifest",
    "look/displaced",
    "look/credentials",
    "commit/displace",
    "plan/unitNow",
    "plan/damage",
    "prepare/placeMany",
    "prepare/stage",
    "prepare/credentials",
  ];
  const said = runWith(
    shell,
    files,
    `PAUSE_AT=''; ${at} umask 077; stage; echo "repaired=$REPAIRED"`,
    variables,
  );
  return `${needed} ${said.trim().split("\n").at(-1)}`;
}

describe.each(SHELL_NAMES)("staging in %s", (shell) => {
  const host = () => {
    const work = sandbox();
    const service = join(work, "opt");
    return { work, service, release: join(service, "releases/new") };
  };
  const expectIntact = (work: string, release: string, entries: readonly Entry[]) =>
    expect(faults(shell, work, join(release, "app"), manifestOf(entries))).toEqual([]);

  it("asks for every content once, and lays it out for any user to read", () => {
    const { work, service, release } = host();
    const entries: Entry[] = [...ENTRIES, { path: "twice", text: "dash\n" }];
    expect(stage(shell, work, service, entries)).toBe("1,2,3,4,5,7,9,10 repaired=");
    expectIntact(work, release, entries);
    expect(statSync(join(release, "app/a b")).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(release, "app/latest"))).toBe("a b/c  d.txt");
    expect(readFileSync(join(release, "unit"), "utf8")).toBe("[Service]\n");
    expect(statSync(join(release, "complete")).isFile()).toBe(true);
    expect(statSync(join(service, ".incoming")).mode & 0o777).toBe(0o700);
  });

  it("takes from the releases at hand what they still hold intact, moved and renamed files too", () => {
    const { work, service, release } = host();
    const old = writeRelease(service, "old", ENTRIES);
    writeFileSync(join(old, "app", path(2)), "tampered");
    const entries: Entry[] = [
      ...ENTRIES.slice(0, 7),
      { path: "moved/tool", text: "#!/bin/sh\n", executable: true },
      { path: "new.py", text: "new\n" },
    ];
    expect(stage(shell, work, service, entries, "old")).toBe("2,9 repaired=");
    expectIntact(work, release, entries);
    expect(readFileSync(join(old, "app", path(2)), "utf8")).toBe("tampered");
  });

  it("repairs a complete release file by file", () => {
    const { work, service, release } = host();
    writeRelease(service, "new", ENTRIES);
    writeFileSync(join(release, "app", path(7)), "tampered");
    rmSync(join(release, "app", path(3)));
    mkdirSync(join(release, "app", path(3)));
    const untouched = statSync(join(release, "app", path(1))).ino;
    expect(stage(shell, work, service, ENTRIES, "new")).toBe("3,7 repaired=1");
    expectIntact(work, release, ENTRIES);
    expect(statSync(join(release, "app", path(1))).ino).toBe(untouched);
    expect(spawnSync("ls", ["-A", release], { encoding: "utf8" }).stdout).toBe(
      "app\ncomplete\nmanifest\nunit\n",
    );
  });

  it("takes directories back, and writes nothing through a link in their place", () => {
    const { work, service, release } = host();
    const entries: Entry[] = ["a/b/one", "a/b/two", "keep/data/x"].map((path) => ({ path, text: path }));
    const app = join(release, "app");
    writeRelease(service, "new", [...entries, { path: "keep/of/the/service", text: "precious" }]);
    writeFileSync(join(release, "manifest"), manifestOf(entries));
    const elsewhere = join(work, "elsewhere");
    writeTree(elsewhere, [
      { path: "b/one", text: "another's" },
      { path: "b/two", text: "a/b/two" },
    ]);
    rmSync(join(app, "a"), { recursive: true });
    symlinkSync(elsewhere, join(app, "a"));
    chownSync(join(app, "keep"), 1234, 1234);
    chmodSync(join(app, "keep"), 0o777);
    expect(stage(shell, work, service, entries, "new")).toBe("1,2,3 repaired=1");
    expectIntact(work, release, entries);
    expect(lstatSync(join(app, "a")).isDirectory()).toBe(true);
    expect(readFileSync(join(elsewhere, "b/one"), "utf8")).toBe("another's");
    expect(statSync(join(app, "keep"))).toMatchObject({ uid: 0, gid: 0, mode: 0o40755 });
    expect(readFileSync(join(app, "keep/of/the/service"), "utf8")).toBe("precious");
  });

  it("does nothing to a release that is as it should be", () => {
    const { work, service } = host();
    writeRelease(service, "new", ENTRIES);
    expect(stage(shell, work, service, ENTRIES, "new")).toBe(" repaired=");
  });

  it("throws an incomplete release away", () => {
    const { work, service, release } = host();
    writeRelease(service, "new", [{ path: "half", text: "half" }]);
    rmSync(join(release, "complete"));
    stage(shell, work, service, ENTRIES);
    expectIntact(work, release, ENTRIES);
    expect(spawnSync("ls", [join(release, "app")], { encoding: "utf8" }).stdout).not.toContain("half");
  });

  it("takes the place of links that lead nowhere", () => {
    const { work, service } = host();
    mkdirSync(join(service, "releases"), { recursive: true });
    for (const path of ["releases/new", ".incoming"]) symlinkSync("/nowhere", join(service, path));
    expect(stage(shell, work, service, [{ path: "app.py", text: "new" }])).toBe("1 repaired=");
    expect(readFileSync(join(service, "releases/new/app/app.py"), "utf8")).toBe("new");
  });

  it("refuses a blob that is not what was announced", () => {
    const { work, release } = host();
    mkdirSync(join(work, "blobs"));
    writeFileSync(join(work, "blobs/1"), "delivered");
    writeFileSync(join(work, "manifest"), manifestOf([{ path: "app.py", text: "announced" }]));
    writeFileSync(join(work, "sources"), "");
    const script = `RELEASE=${release}; fail() { echo "fail $*"; exit 0; }; place_faulty ${work}/tree; echo placed`;
    expect(
      runWith(shell, ["base/events", "look/manifest", "prepare/placeMany", "prepare/stage"], script, {
        WORK: work,
        RUN: work,
      }),
    ).toBe("fail stage-damaged app.py did not arrive as it was sent\n");
  });

  it("an upload that breaks off says why, and what runs meanwhile", () => {
    const script = `MODE=foreground; NEED=1; facts_now() { event facts; }; exec </dev/null; receive_blobs; echo "goes on"`;
    const said = runWith(shell, ["base/paths", "base/events", "channel/need"], script, {
      ...{ WORK: sandbox(), NAME: "app", UNIT: "app.service", TX: "tx", DIGEST: "d" },
    }).split("\n");
    expect(said.slice(0, 2)).toEqual(["step name=upload", "facts"]);
    expect(said[2]).toMatch(
      /^end outcome=failed step=upload code=stage-damaged -- the upload to \/run broke off \(.*\w.*\); nothing was touched$/,
    );
    expect(said).not.toContain("goes on");
  });
});
