import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const source = resolve(__dirname, "../../../provider/pulumi-resource-systemd");

let room: string;
let launcher: string;

/** A package called `the package`, and a PATH that has what every system has, but no node. */
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "launcher-"));
  launcher = join(room, "the package/provider/pulumi-resource-systemd");
  mkdirSync(join(room, "the package/provider"), { recursive: true });
  mkdirSync(join(room, "the package/dist/provider"), { recursive: true });
  mkdirSync(join(room, "bin"));
  copyFileSync(source, launcher);
  chmodSync(launcher, 0o755);
  for (const tool of ["dirname", "readlink"]) symlinkSync(join("/usr/bin", tool), join(room, "bin", tool));
});
afterEach(() => rmSync(room, { recursive: true }));

const isBuilt = () => writeFileSync(join(room, "the package/dist/provider/main.js"), "");
const isNode = (version: string) => {
  const node = join(room, "bin/node");
  writeFileSync(node, `#!/bin/sh\n[ "$1" = --version ] && echo ${version} && exit\nprintf '<%s>' "$@"\n`);
  chmodSync(node, 0o755);
};
const launch = (path = launcher, args = ["-v=9", "127.0.0.1:4711"]) => {
  const { status, stdout, stderr } = spawnSync(path, args, {
    encoding: "utf8",
    env: { PATH: join(room, "bin"), CDPATH: "/" },
  });
  return { status, stdout, stderr };
};
const launched = () => ({
  status: 0,
  stdout: `<${join(room, "the package/dist/provider/main.js")}><-v=9><127.0.0.1:4711>`,
  stderr: "",
});

describe("pulumi-resource-systemd", () => {
  it("hands its arguments to node", () => {
    isBuilt();
    isNode("v20.19.0");
    expect(launch()).toEqual(launched());
  });

  it.each([
    [
      "a symlink to the package, as npm makes it",
      "the package",
      "node_modules/pulumi-systemd",
      "provider/pulumi-resource-systemd",
    ],
    [
      "a relative symlink to the file itself",
      "the package/provider/pulumi-resource-systemd",
      "node_modules/plugin",
      "",
    ],
  ])("finds its package through %s", (_, target, link, rest) => {
    isBuilt();
    isNode("v24.1.0");
    mkdirSync(join(room, "node_modules"));
    symlinkSync(join("..", target), join(room, link));
    expect(launch(join(room, link, rest))).toEqual(launched());
  });

  it("says what to do when nobody built it", () => {
    isNode("v20.19.0");
    const main = join(room, "the package/dist/provider/main.js");
    expect(launch()).toEqual({
      status: 1,
      stdout: "",
      stderr: `pulumi-resource-systemd: ${main} is missing; run "npm run build" in ${join(room, "the package")}\n`,
    });
  });

  it("says when there is no node", () => {
    isBuilt();
    expect(launch()).toEqual({
      status: 1,
      stdout: "",
      stderr: "pulumi-resource-systemd: node is not on the PATH; install Node.js 20.19 or later\n",
    });
  });

  it.each(["v12.22.9", "v20.18.3"])("says that node %s is too old", (version) => {
    isBuilt();
    isNode(version);
    expect(launch()).toEqual({
      status: 1,
      stdout: "",
      stderr: `pulumi-resource-systemd: node is ${version}; Node.js 20.19 or later is needed\n`,
    });
  });
});
