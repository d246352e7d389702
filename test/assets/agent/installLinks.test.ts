import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

/** `systemctl --root=DIR --quiet enable UNIT`, as far as WantedBy= and Alias= go. */
const SYSTEMCTL = `systemctl() {
  enabled=\${1#--root=}$UNIT_DIR
  for target in $(sed -n 's/^WantedBy=//p' "$enabled/$UNIT"); do
    mkdir -p "$enabled/$target.wants"; ln -s "$UNIT_FILE" "$enabled/$target.wants/$UNIT"
  done
  for alias in $(sed -n 's/^Alias=//p' "$enabled/$UNIT"); do ln -s "$UNIT_FILE" "$enabled/$alias"; done
}`;

const unit = (...install: string[]) => `[Service]\nExecStart=/bin/true\n\n[Install]\n${install.join("\n")}\n`;
const wantedBy = (...targets: string[]) => unit(...targets.map((target) => `WantedBy=${target}.target`));

const REPLACED = 'cp "$RELEASES/before/unit" "$RUN/unit.read"';
const CUT_SHORT = ': >"$RUN/cut-short"';

describe.each(SHELL_NAMES)("links of [Install], in %s", (shell) => {
  /** A host on which the release `new` has been committed, with other releases beside it. */
  const host = (texts: { new: string; [release: string]: string }) => {
    const root = sandbox();
    const etc = join(root, "etc");
    for (const path of ["etc", "run"]) mkdirSync(join(root, path));
    for (const [release, text] of Object.entries(texts)) {
      mkdirSync(join(root, "releases", release), { recursive: true });
      writeFileSync(join(root, "releases", release, "unit"), text);
    }
    writeFileSync(join(root, "run/unit"), texts.new);
    writeFileSync(join(etc, "app.service"), texts.new);
    return {
      etc,
      link(path: string, target = join(etc, "app.service")) {
        mkdirSync(join(etc, path, ".."), { recursive: true });
        symlinkSync(target, join(etc, path));
      },
      run: (script: string, enable = "1") =>
        runWith(
          shell,
          ["base/paths", "base/events", "plan/twin", "commit/installLinks"],
          `UNIT_DIR=${etc}; UNIT_FILE=$UNIT_DIR/$UNIT; RUN=${root}/run; RELEASES=${root}/releases; TRIAL=$RUN/trial
          ENABLE=${enable}; ${SYSTEMCTL}\n${script}`,
          { NAME: "app", UNIT: "app.service", TX: "tx", DIGEST: "new", WORK: root },
        ),
      links: () =>
        (readdirSync(etc, { recursive: true }) as string[])
          .filter((path) => path !== "app.service" && !path.endsWith(".wants"))
          .sort(),
    };
  };

  it("are laid once, and counted as laid only then", () => {
    const { run, links } = host({ new: wantedBy("a", "b") });
    expect(run('lay_install_links; echo "$LAID"; lay_install_links; echo "$LAID"')).toBe("1\n\n");
    expect(links()).toEqual(["a.target.wants/app.service", "b.target.wants/app.service"]);
  });

  it("are taken back when the commit does not come to pass, but for those that were there", () => {
    const { run, link, links } = host({ new: wantedBy("a", "b") });
    link("a.target.wants/app.service", "/etc/systemd/system/app.service");
    run("lay_install_links; take_back_install_links");
    expect(links()).toEqual(["a.target.wants/app.service"]);
  });

  it.each([
    ["the release that was replaced", REPLACED, ["a", "by-hand", "c"]],
    [
      "every other release after a power cut, which may have kept them from going",
      CUT_SHORT,
      ["a", "by-hand"],
    ],
  ])("go that were of %s", (_, prepare, expected) => {
    const { run, link, links } = host({ new: wantedBy("a"), before: wantedBy("b"), earlier: wantedBy("c") });
    for (const target of ["a", "b", "c", "by-hand"]) link(`${target}.target.wants/app.service`);
    run(`${prepare}; drop_stale_install_links`);
    expect(links()).toEqual(expected.map((target) => `${target}.target.wants/app.service`));
  });

  it("are not asked for again where the units differ by the names of release and secrets alone", () => {
    const text = (release: string, secrets: string) =>
      `[Service]\nWorkingDirectory=/opt/app/releases/${release}/app\nLoadCredential=a:/opt/app/credentials/${secrets}/a\n${wantedBy("a")}`;
    const { run, link, links } = host({ new: text("0a1b", "c2"), before: text("3d4e", "f5") });
    link("a.target.wants/app.service");
    expect(run(`systemctl() { echo asked; }; ${REPLACED}; drop_stale_install_links`)).toBe("");
    expect(links()).toEqual(["a.target.wants/app.service"]);
    // Not where the service is not to be enabled any more: then its links go.
    run(`${REPLACED}; drop_stale_install_links`, "''");
    expect(links()).toEqual([]);
  });

  it("all go when the unit has no [Install] any more", () => {
    const { run, link, links } = host({ new: "[Service]\n", before: wantedBy("a") });
    link("a.target.wants/app.service");
    run(`${REPLACED}; drop_stale_install_links`, "''");
    expect(links()).toEqual([]);
  });

  it("of a unit made by hand that a power cut outlived are dropped with those of the release that is replaced", () => {
    const { run, link, links } = host({ new: wantedBy("a"), before: wantedBy("b"), byHand: wantedBy("c") });
    for (const target of ["a", "b", "c"]) link(`${target}.target.wants/app.service`);
    run(`${REPLACED}; cp "$RELEASES/byHand/unit" "$RUN/unit.kept"; drop_stale_install_links`);
    expect(links()).toEqual(["a.target.wants/app.service"]);
  });

  it("stay when a recovery knows nothing of how they were laid", () => {
    const { run, link, links } = host({ new: wantedBy("a") });
    link("a.target.wants/app.service");
    run('cp "$RUN/unit" "$RUN/unit.read"; drop_stale_install_links');
    expect(links()).toEqual(["a.target.wants/app.service"]);
  });

  it("that were an alias once and are another unit by now are nobody's to drop", () => {
    const { etc, run, link, links } = host({
      new: unit(),
      before: unit("Alias=one.service", "Alias=two.service"),
    });
    writeFileSync(join(etc, "one.service"), "somebody's own");
    link("two.service", "/usr/lib/systemd/system/two.service");
    run(`${REPLACED}; drop_stale_install_links`);
    expect(links()).toEqual(["one.service", "two.service"]);
  });

  it("that are aliases go with the release that had them", () => {
    const { run, link, links } = host({ new: unit(), before: unit("Alias=one.service") });
    link("one.service");
    run(`${REPLACED}; drop_stale_install_links`);
    expect(links()).toEqual([]);
  });
});
