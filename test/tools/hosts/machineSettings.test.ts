import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { changeSettings, putSettingsBack } from "../../../tools/hosts/nspawn/machineSettings";

const INOTIFY = "fs/inotify/max_user_instances";
const ALL = "net/ipv4/ip_forward";
const UPLINK = "net/ipv4/conf/eth0/forwarding";

/** A machine that is a directory: `sys` in place of /proc/sys, `claims` beside it. */
let room: string;
const set = (name: string, value: number) => writeFileSync(join(room, "sys", name), `${value}\n`);
const values = () => [INOTIFY, UPLINK].map((name) => Number(readFileSync(join(room, "sys", name), "utf8")));
const run = (script: string) => {
  const here = script.replaceAll("/proc/sys", join(room, "sys"));
  execFileSync("sh", ["-eu", "-c", here], { cwd: join(room, "claims") });
};
const change = () => run(changeSettings(join(room, "claims"), "eth0"));

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "settings-"));
  for (const directory of ["sys/fs/inotify", "sys/net/ipv4/conf/eth0", "claims"]) {
    mkdirSync(join(room, directory), { recursive: true });
  }
  set(INOTIFY, 128);
  set(ALL, 0);
  set(UPLINK, 0);
});
afterEach(() => rmSync(room, { recursive: true }));

it("make room for hundreds of hosts, and are put back", () => {
  change();
  expect(values()).toEqual([8192, 1]);
  // Another run begins while the first one lasts: it must not take our value for the machine's.
  change();
  run(putSettingsBack());
  expect(values()).toEqual([128, 0]);
  expect(readdirSync(join(room, "claims")).filter((name) => name !== ".forwarding")).toEqual([]);
});

it("are left alone where they suffice", () => {
  set(INOTIFY, 65_536);
  set(UPLINK, 1);
  change();
  expect(values()).toEqual([65_536, 1]);
  run(putSettingsBack());
  expect(values()).toEqual([65_536, 1]);
});

it("are left to whoever changed them meanwhile", () => {
  change();
  set(INOTIFY, 1024);
  set(ALL, 1);
  run(putSettingsBack());
  expect(values()).toEqual([1024, 1]);
});

it("do without an uplink", () => {
  run(changeSettings(join(room, "claims"), undefined));
  expect(values()).toEqual([8192, 0]);
});
