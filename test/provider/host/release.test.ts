import { describe, expect, it } from "vitest";
import { type ReleaseContent, releaseOf } from "../../../provider/host/release";

const content: ReleaseContent = {
  serviceDirectory: "/opt/myapp",
  manifest: "f\tabc\t0644\tapp.py\n",
  requirements: ["sdnotify==0.3.2"],
  unitAt: ({ appDirectory, runtimeBin }) => `ExecStart=${runtimeBin}/python3 ${appDirectory}/app.py\n`,
};

describe("a release", () => {
  it("has a unit that names the release's own files, by the release's own digest", () => {
    const { digest, unit } = releaseOf(content);
    expect(digest).toMatch(/^[0-9a-f]{20}$/);
    expect(unit).toBe(
      `ExecStart=/opt/myapp/releases/${digest}/runtime/bin/python3 /opt/myapp/releases/${digest}/app/app.py\n`,
    );
  });

  it("is the same for the same content", () => {
    expect(releaseOf({ ...content })).toEqual(releaseOf(content));
  });

  it.each<[string, Partial<ReleaseContent>]>([
    ["file", { manifest: "f\tabd\t0644\tapp.py\n" }],
    ["mode", { manifest: "f\tabc\t0755\tapp.py\n" }],
    ["requirement", { requirements: ["sdnotify==0.3.1"] }],
    ["line of the unit", { unitAt: () => "ExecStart=/bin/true\n" }],
  ])("is another one for another %s", (_, change) => {
    expect(releaseOf({ ...content, ...change }).digest).not.toBe(releaseOf(content).digest);
  });
});
