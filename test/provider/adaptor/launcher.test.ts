import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const source = resolve(__dirname, "../../../provider");

let room: string;
let launcher: string;

/** A package called `the package`, and a PATH that has what every system has, but no node. */
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "launcher-"));
  launcher = join(room, "the package/provider/pulumi-resource-systemd");
  mkdirSync(join(room, "the package/provider"), { recursive: true });
  mkdirSync(join(room, "the package/dist/provider"), { recursive: true });
  mkdirSync(join(room, "bin"));
  copyFileSync(join(source, "pulumi-resource-systemd"), launcher);
  chmodSync(launcher, 0o755);
  for (const tool of ["dirname", "readlink"]) symlinkSync(join("/usr/bin", tool), join(room, "bin", tool));
});
afterEach(() => rmSync(room, { recursive: true }));

const isBuilt = () => writeFileSync(join(room, "the package/dist/provider/main.js"), "");
const hasNode = () => {
  const node = join(room, "bin/node");
  writeFileSync(node, `#!/bin/sh\nprintf '<%s>' "$@"\n`);
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
  stdout: `<${join(room, "the package/provider/start.js")}><-v=9><127.0.0.1:4711>`,
  stderr: "",
});

describe("pulumi-resource-systemd", () => {
  it("hands its arguments to node", () => {
    isBuilt();
    hasNode();
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
    hasNode();
    mkdirSync(join(room, "node_modules"));
    symlinkSync(join("..", target), join(room, link));
    expect(launch(join(room, link, rest))).toEqual(launched());
  });

  it("says what to do when nobody built it", () => {
    hasNode();
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

  /** Starts it on this Node.js, which says that it is another. */
  const startOn = (version: string) => {
    const pretence = join(room, "pretence.js");
    writeFileSync(
      pretence,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    copyFileSync(join(source, "start.js"), join(room, "the package/provider/start.js"));
    writeFileSync(join(room, "the package/dist/provider/main.js"), "console.log(process.argv.slice(2));");
    const args = ["-r", pretence, join(room, "the package/provider/start.js"), "127.0.0.1:4711"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it.each(["20.19.0", "22.0.0"])("is loaded by node %s, with its arguments", (version) => {
    expect(startOn(version)).toEqual({ status: 0, stdout: "[ '127.0.0.1:4711' ]\n", stderr: "" });
  });

  it("keeps what was compiled beside the code, where Node.js can", () => {
    const { enableCompileCache } = require("node:module") as { enableCompileCache?: unknown };
    startOn(process.versions.node);
    const kept = join(room, "the package/dist/.compiled");
    expect(existsSync(kept) && readdirSync(kept).length > 0).toBe(enableCompileCache !== undefined);
  });

  it("starts all the same where nothing can be kept", () => {
    writeFileSync(join(room, "the package/dist/.compiled"), "in the way");
    expect(startOn(process.versions.node)).toMatchObject({ status: 0, stderr: "" });
  });

  it.each(["12.22.9", "20.18.3"])("says that node %s is too old", (version) => {
    expect(startOn(version)).toEqual({
      status: 1,
      stdout: "",
      stderr: `pulumi-resource-systemd: node is v${version}; Node.js 20.19 or later is needed\n`,
    });
  });
});
