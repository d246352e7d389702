import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Archive, Asset } from "../../../provider/resources/value";
import { UNIT_NAME_LIMIT } from "../../../provider/systemd/unitName";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, deployerOf } from "./deployer";
import { notifyApp } from "./notifyApp";

const ARGUMENTS = ["", " a  b ", "$HOME", "%h", ";", "'\"\\", "--", "é\u2028🚀"];
const ENVIRONMENT = { EMPTY: "", QUOTES: 'it\'s "$HOME" \\ %n', __proto: "# no comment" };
const FILES = [" a b", "-rf", 'it\'s "$(id)"', "back\\slash", "*", "a&b|c", "été"];
/** Ends with what `read` and a shell like to take for theirs. */
const DIRECTORY = '/srv/it\'s "$HOME" & more\\ =';

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(async () => await hosts?.stop());

const sh = async (command: string) => (await host.run(command)).stdout;
const traces = () => sh("ls -A /opt /srv /etc/systemd/system /run/pulumi-systemd 2>/dev/null");

function oddInputs(mark: string) {
  const assets = Object.fromEntries(FILES.map((name) => [name, new Asset(undefined, { text: name })]));
  return appInputs(
    {},
    {
      name: "a.b_C--d@x.y",
      directory: DIRECTORY,
      source: new Archive(undefined, {
        assets: { ...assets, "l'app é.py": new Asset(undefined, { text: notifyApp({ mark }) }) },
      }),
      readiness: { minHealthyTime: "0s", probe: ["test", "a b\n'c'", "!=", "$HOME"] },
    },
    {
      execStart: ["/usr/bin/python3", "l'app é.py", ...ARGUMENTS],
      description: "100% \\ of $HOME # literally",
      environment: ENVIRONMENT,
      user: "First.last-2",
      stateDirectory: ["a.b_C--d@x.y"],
    },
  );
}

/** A service whose every name is odd, each test going on from where the last one left it. */
describe.sequential("odd names", () => {
  let before: string;
  const unit = "a.b_C--d@x.y.service";
  const ofProcess = async (file: string) =>
    (await sh(`cat /proc/$(systemctl show -P MainPID ${unit})/${file}`)).split("\0").slice(0, -1);

  it("reach the process as they were written", async () => {
    before = await traces();
    const service = deployerOf(host, 'odd "name"\n=');
    const outputs = await service.up(oddInputs("1"));
    expect(outputs.status).toBe("active (running)");
    expect(await ofProcess("cmdline")).toEqual(["/usr/bin/python3", "l'app é.py", ...ARGUMENTS]);
    expect(await ofProcess("environ")).toEqual(
      expect.arrayContaining(Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}`)),
    );
    expect(await sh("stat -c %U /var/lib/private/a.b_C--d@x.y /var/lib/a.b_C--d@x.y 2>/dev/null")).toBe(
      "First.last-2\n",
    );
    const app = `/opt/a.b_C--d@x.y/releases/${outputs.releaseDigest}/app`;
    expect((await sh(`ls -A ${app}`)).trimEnd().split("\n").sort()).toEqual([...FILES, "l'app é.py"].sort());

    expect((await service.refresh())?.drift).toBeUndefined();
    await service.up(oddInputs("2"));
    expect((await service.refresh())?.drift).toBeUndefined();
    expect(await sh("ls -A /srv | grep -c '^it'")).toBe("1\n");
    await service.destroy();
  });

  it("leave nothing behind", async () => {
    await host.run("rm -rf /var/lib/a.b_C--d@x.y");
    await expect.poll(traces, { timeout: 20_000 }).toBe(before);
  });

  it("may be as long as validation lets them be", async () => {
    const name = `${"long-".repeat(60)}`.slice(0, UNIT_NAME_LIMIT - ".service".length - 1).concat("x");
    const service = deployerOf(host, name);
    const short = { readiness: { minHealthyTime: "0s", watchdogPing: false }, createUser: false, name };
    await service.up(appInputs({}, short, { user: "guest" }));
    await service.up(appInputs({ mark: "2" }, short, { user: "guest" }));
    expect((await service.refresh())?.drift).toBeUndefined();
    await service.destroy();
    await expect.poll(() => sh("ls -A /opt"), { timeout: 20_000 }).toBe("");
  });
});
