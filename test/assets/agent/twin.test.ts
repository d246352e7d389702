import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

/** What runs, and what is wanted. */
interface Scene {
  readonly written: string;
  readonly runs: {
    manifest: string;
    secrets: Record<string, string>;
    id: string;
    more: string;
    runtime: string;
  };
  readonly wanted: Scene["runs"];
  readonly condition: string;
}

const RELEASE = {
  manifest: "f\tabc\t0644\tapp.py\n",
  secrets: { apiKey: "a\n", other: "" },
  more: "Nice=5\n",
};
const SAME: Scene = {
  written: "aaaa",
  runs: { ...RELEASE, id: "1111", runtime: "env" },
  wanted: { ...RELEASE, id: "2222", runtime: "env" },
  condition: "ok",
};

describe.each(SHELL_NAMES)("a release under another name, in %s", (shell) => {
  /** `laid`: the secrets are no longer where they came from, but in their place. */
  const isTwin = ({ written, runs, wanted, condition }: Scene, laid: boolean) => {
    const work = sandbox();
    const service = join(work, "opt/my.app");
    const unit = (digest: string, { id, secrets, more }: Scene["runs"]) =>
      `[Service]\nWorkingDirectory=${service}/releases/${digest}/app\n${Object.keys(secrets)
        .map((name) => `LoadCredential=${name}:${service}/credentials/${id}/${name}\n`)
        .join("")}${more}`;
    const lay = (directory: string, secrets: Record<string, string>) => {
      mkdirSync(directory, { recursive: true });
      for (const [name, secret] of Object.entries(secrets)) writeFileSync(join(directory, name), secret);
    };
    const release = join(service, "releases/aaaa");
    mkdirSync(release, { recursive: true });
    writeFileSync(join(release, "unit"), unit("aaaa", runs));
    writeFileSync(join(release, "manifest"), runs.manifest);
    lay(join(service, "credentials", runs.id), runs.secrets);
    writeFileSync(join(work, "unit"), unit("bbbb", wanted));
    writeFileSync(join(work, "manifest"), wanted.manifest);
    lay(laid ? join(service, "credentials", wanted.id) : join(work, "secrets"), wanted.secrets);
    const script = `RELEASES=${service}/releases CREDENTIALS=${service}/credentials PYTHON=1
      release_condition() { echo "${condition}"; }; environment_name() { echo ${wanted.runtime}; }
      ln -s ../../runtimes/${runs.runtime} $RELEASES/aaaa/runtime
      is_twin && echo twin || echo other`;
    const variables = { WORK: work, NAME: "my.app", UNIT: "u", TX: "t", DIGEST: "bbbb", WRITTEN: written };
    return runWith(
      shell,
      ["base/paths", "base/events", "look/credentials", "plan/twin"],
      script,
      variables,
    ).trim();
  };
  const wanted = (change: Partial<Scene["runs"]>): Scene => ({
    ...SAME,
    wanted: { ...SAME.wanted, ...change },
  });

  it.each([true, false])("is the same with the same secrets (laid out: %s)", (laid) => {
    expect(isTwin(SAME, laid)).toBe("twin");
  });

  it.each<[string, Scene]>([
    ["another secret", wanted({ secrets: { ...RELEASE.secrets, apiKey: "b\n" } })],
    ["a secret more", wanted({ secrets: { ...RELEASE.secrets, third: "t" } })],
    ["a secret less", wanted({ secrets: { apiKey: "a\n" } })],
    ["no secrets", wanted({ secrets: {} })],
    ["other files", wanted({ manifest: "f\tabd\t0644\tapp.py\n" })],
    ["another line in its unit", wanted({ more: "Nice=6\n" })],
    ["another environment", wanted({ runtime: "other" })],
    ["damage", { ...SAME, condition: "changed: app.py" }],
    ["no unit in /etc that is known", { ...SAME, written: "" }],
  ])("is another with %s", (_, scene) => {
    for (const laid of [true, false]) expect(isTwin(scene, laid)).toBe("other");
  });
});
