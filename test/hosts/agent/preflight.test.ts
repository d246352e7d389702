import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { daemon } from "./daemons";
import { settled, traces } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(() => hosts?.stop());

interface Obstacle {
  readonly what: string;
  readonly make: string;
  readonly unmake: string;
  readonly request?: Record<string, string>;
  readonly codes: string[];
  /** The way out, as the user reads it. */
  readonly remedy: RegExp;
}

const OBSTACLES: Obstacle[] = [
  {
    what: "the unit is masked",
    make: "systemctl mask app.service",
    unmake: "systemctl unmask app.service",
    codes: ["masked"],
    remedy: /systemctl unmask app\.service/,
  },
  {
    what: "the unit is masked until the next boot",
    make: "systemctl mask --runtime app.service",
    unmake: "systemctl unmask --runtime app.service",
    codes: ["masked"],
    remedy: /systemctl unmask --runtime app\.service/,
  },
  {
    what: "the unit is linked elsewhere",
    make: "printf '[Service]\\nExecStart=/bin/true\\n' > /srv/app.service; systemctl link /srv/app.service",
    unmake: "systemctl disable app.service; rm /srv/app.service",
    codes: ["made-by-hand"],
    remedy: /link to \/srv\/app\.service/,
  },
  {
    what: "a unit of that name was made by hand",
    make: "printf '[Service]\\nExecStart=/bin/true\\n' > /etc/systemd/system/app.service",
    unmake: "rm /etc/systemd/system/app.service; systemctl daemon-reload",
    codes: ["made-by-hand"],
    remedy: /mv \/etc\/systemd\/system\/app\.service \/etc\/systemd\/system\/app\.service\.by-hand/,
  },
  {
    what: "a package ships a unit of that name",
    make: "printf '[Service]\\nExecStart=/bin/true\\n' > /usr/lib/systemd/system/app.service",
    unmake: "rm /usr/lib/systemd/system/app.service; systemctl daemon-reload",
    codes: ["unit-foreign"],
    remedy: /another name/,
  },
  {
    what: "the directory was made by hand",
    make: "mkdir -p /usr/local/bin/app; touch /usr/local/bin/app/precious",
    unmake: "rm -r /usr/local/bin/app",
    codes: ["made-by-hand"],
    remedy: /mv \/usr\/local\/bin\/app \/usr\/local\/bin\/app\.by-hand/,
  },
  {
    what: "the directory is someone's link",
    make: "ln -s /srv /usr/local/bin/app",
    unmake: "rm /usr/local/bin/app",
    codes: ["made-by-hand"],
    remedy: /is a link to \/srv/,
  },
  {
    what: "there is leave to adopt, and a package ships a unit of that name",
    make: "touch /usr/lib/systemd/system/app.service /etc/systemd/system/app.service",
    unmake: "rm /usr/lib/systemd/system/app.service /etc/systemd/system/app.service; systemctl daemon-reload",
    request: { ADOPT: "1" },
    codes: ["unit-foreign"],
    remedy: /another name/,
  },
  {
    what: "there is leave to adopt another unit's second name",
    make: "printf '[Service]\\nExecStart=/bin/true\\n' > /etc/systemd/system/other.service; ln -s other.service /etc/systemd/system/app.service",
    unmake: "rm /etc/systemd/system/other.service /etc/systemd/system/app.service; systemctl daemon-reload",
    request: { ADOPT: "1" },
    codes: ["unit-foreign"],
    remedy: /another name of other\.service/,
  },
  {
    what: "there is leave to adopt a unit that is a directory",
    make: "mkdir /etc/systemd/system/app.service",
    unmake: "rmdir /etc/systemd/system/app.service",
    request: { ADOPT: "1" },
    codes: ["unit-foreign"],
    remedy: /is a directory/,
  },
  {
    what: "there is leave to adopt an empty unit",
    make: "touch /etc/systemd/system/app.service",
    unmake: "rm /etc/systemd/system/app.service",
    request: { ADOPT: "1" },
    codes: ["masked"],
    remedy: /rm \/etc\/systemd\/system\/app\.service/,
  },
  {
    what: "there is leave to adopt a masked unit",
    make: "systemctl mask app.service",
    unmake: "systemctl unmask app.service",
    request: { ADOPT: "1" },
    codes: ["masked"],
    remedy: /systemctl unmask app\.service/,
  },
  ...["/usr/local/bin", "/srv", "/var/log"].map((path) => ({
    what: `there is leave to adopt ${path}`,
    make: "true",
    unmake: "true",
    request: { ADOPT: "1", DIRECTORY: path },
    codes: ["directory-occupied"],
    remedy: /is a directory of this system/,
  })),
  {
    what: "there is leave to adopt somebody's home",
    make: "mkdir -p /srv/people/deploy; usermod --home /srv/people/deploy deploy",
    unmake: "usermod --home /home/deploy deploy; rm -r /srv/people",
    request: { ADOPT: "1", DIRECTORY: "/srv/people/deploy" },
    codes: ["directory-occupied"],
    remedy: /is a user's home directory/,
  },
  {
    what: "there is leave to adopt a mount point",
    make: "mkdir -p /srv/disk; mount --bind /srv/disk /srv/disk",
    unmake: "umount /srv/disk; rmdir /srv/disk",
    request: { ADOPT: "1", DIRECTORY: "/srv/disk" },
    codes: ["directory-occupied"],
    remedy: /is a mount point/,
  },
  {
    what: "there is leave to adopt the place of the releases",
    make: "true",
    unmake: "true",
    request: { ADOPT: "1", DIRECTORY: "/opt/app/current" },
    codes: ["directory-occupied"],
    remedy: /where the releases are kept/,
  },
  {
    what: "the directory's parent is missing",
    make: "true",
    unmake: "true",
    request: { DIRECTORY: "/srv/nowhere/app" },
    codes: ["parent-missing"],
    remedy: /mkdir -p \/srv\/nowhere/,
  },
  {
    what: "/opt/<name> was made by hand",
    make: "mkdir -p /opt/app/data",
    unmake: "rm -r /opt/app",
    codes: ["directory-occupied"],
    remedy: /mv \/opt\/app \/opt\/app\.by-hand/,
  },
  {
    what: "a parent is writable by others",
    make: "chmod g+w /usr/local/bin",
    unmake: "chmod g-w /usr/local/bin",
    codes: ["parent-unsafe"],
    remedy: /chmod go-w \/usr\/local\/bin/,
  },
  {
    what: "a parent belongs to someone else, behind a link",
    make: "mkdir -p /srv/deploy/inner; chown deploy /srv/deploy; ln -s /srv/deploy/inner /usr/local/inner",
    unmake: "rm -r /srv/deploy /usr/local/inner",
    request: { DIRECTORY: "/usr/local/inner/app" },
    codes: ["parent-unsafe"],
    remedy: /chown root \/srv\/deploy/,
  },
  {
    what: "user and group are missing",
    make: "true",
    unmake: "true",
    request: { RUN_USER: "nobodyhere", RUN_GROUP: "nogrouphere" },
    codes: ["user-missing", "group-missing"],
    remedy: /createUser/,
  },
  {
    what: "systemd is too old",
    make: "true",
    unmake: "true",
    request: { MIN_SYSTEMD: "999", MIN_SYSTEMD_FOR: "Type=notify-soon" },
    codes: ["systemd-too-old"],
    remedy: /older than 999, which Type=notify-soon needs/,
  },
  {
    what: "the disk is too small",
    make: "true",
    unmake: "true",
    request: { NEED_KB: "999999999999" },
    codes: ["no-space", "no-space"],
    remedy: /kB free/,
  },
  {
    what: "/run is too small for what is sent",
    make: "mount -o remount,size=30000k /run",
    unmake: "mount -o remount,size=20% /run",
    request: { NEED_KB: "100000" },
    codes: ["no-space"],
    remedy: /^\/run has [0-9]+ kB free, .* takes 100000 kB: `mount -o remount,size=130000k \/run`/,
  },
];

describe("preflight refuses", () => {
  const app = () => new AgentOnHost(host, "app", { DIRECTORY: "/usr/local/bin/app" });

  it.each(OBSTACLES)("when $what", async ({ make, unmake, request, codes, remedy }) => {
    expect(await host.run(make)).toMatchObject({ code: 0 });
    const before = (
      await host.run("find /opt /etc/systemd /usr/local /run/systemd/system -newermt @0 | sort")
    ).stdout;
    const { transcript } = await app().apply(daemon("1"), request);
    const after = (await host.run("find /opt /etc/systemd /usr/local /run/systemd/system -newermt @0 | sort"))
      .stdout;
    await host.run(unmake);
    expect(transcript.end?.outcome).toBe("refused");
    expect(transcript.findings.map(({ code }) => code)).toEqual(codes);
    expect(transcript.findings.map(({ text }) => text).join("\n")).toMatch(remedy);
    expect(after).toBe(before);
    expect((await host.run("ls -d /run/pulumi-systemd* 2>/dev/null")).stdout).toBe("");
  });

  it("with everything that it found, not only the first", async () => {
    await host.run("mkdir -p /usr/local/bin/app; systemctl mask app.service");
    const { transcript } = await app().apply(daemon("1"), { RUN_USER: "nobodyhere", MIN_SYSTEMD: "999" });
    await host.run("rmdir /usr/local/bin/app; systemctl unmask app.service");
    expect(transcript.findings.map(({ code }) => code)).toEqual([
      "systemd-too-old",
      "made-by-hand",
      "masked",
      "user-missing",
    ]);
  });

  it("and removing what was never there is fine", async () => {
    const { transcript } = await app().run("remove");
    expect(transcript.end?.outcome).toBe("removed");
    await settled(host, "app");
    expect(await traces(host, "app")).toBe("");
  });
});
