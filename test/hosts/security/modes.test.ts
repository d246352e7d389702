import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { AgentOnHost } from "../agent/agentOnHost";
import { daemon } from "../agent/daemons";
import { digestOf } from "../agent/handMadePayload";
import { settled } from "../agent/leftovers";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "myapp", { DIRECTORY: "/usr/local/bin/myapp" });
});
afterAll(() => hosts?.stop());

const RELEASE = daemon("1", { service: "User=guest" });
const PLACES =
  "/opt/myapp /run/pulumi-systemd /run/pulumi-systemd.* /run/systemd/system.control /etc/systemd/system/myapp.service";

const lines = async (command: string) => (await host.run(command)).stdout.split("\n").filter(Boolean);

interface Row {
  readonly path: string;
  readonly pattern: RegExp;
  readonly modes: readonly string[];
}

/** The table of docs/security.md, as it is read by people. */
function documentedModes(): Row[] {
  const text = readFileSync(join(__dirname, "../../../docs/security.md"), "utf8");
  return [...text.matchAll(/^\| `(\/[^`]+)` +\| ((?:`[0-7]{4}`(?: or )?)+) +\|/gm)].map(
    ([, path = "", modes = ""]) => ({
      path,
      pattern: new RegExp(
        `^${path
          .replace(/\/$/, "")
          .replaceAll(".", "\\.")
          .replaceAll("<UNIT>", "myapp\\.service")
          .replaceAll("<NAME>", "myapp")
          .replace(/<[A-Z]+>/g, "[^/]+")
          .replaceAll("**", ".+")}$`,
      ),
      modes: (modes.match(/[0-7]{4}/g) ?? []).map((mode) => mode.replace(/^0/, "")),
    }),
  );
}

/** What others can reach, that is not below a directory that is root's alone, and says otherwise than the table. */
async function undocumented(): Promise<string[]> {
  const table = documentedModes();
  const found = await lines(
    `find ${PLACES} -perm 0700 -prune -print -o -print 2>/dev/null | xargs -d '\\n' stat -c '%a %U:%G %n'`,
  );
  expect(found.length).toBeGreaterThan(10);
  return found.filter((line) => {
    const [mode = "", owner, ...path] = line.split(" ");
    const row = table.find(({ pattern }) => pattern.test(path.join(" ")));
    return owner !== "root:root" || !row?.modes.includes(mode);
  });
}

describe("modes and owners", () => {
  it("are those of docs/security.md, while a transaction runs and after it", async () => {
    const places: (string | undefined)[] = [];
    const applied = app.apply(RELEASE, { PAUSE_AT: "judge" }, ({ name, keys }) => {
      if (name === "paused") places.push(keys.at);
    });
    await poll(async () => places.at(0), { waitingFor: "the pause", deadlineMs: 60_000 });
    const during = await undocumented();
    await host.run("for running in /run/pulumi-systemd/myapp/*/; do touch $running/go; done");
    expect((await applied).transcript.end?.outcome).toBe("committed");
    await settled(host, "myapp");
    expect({ during, after: await undocumented() }).toEqual({ during: [], after: [] });
  });

  it.each(["guest", "operator"])(
    "leave %s nothing to write, and nothing to read below /run",
    async (user) => {
      const asUser = (test: string) =>
        lines(`runuser -u ${user} -- find ${PLACES} ! -type l ${test} 2>/dev/null`);
      expect(await asUser("-writable")).toEqual([]);
      expect(await asUser("-path '/run/pulumi-systemd*/*'")).toEqual([]);
    },
  );
});

describe("what somebody else may change is not trusted", () => {
  const directory = `/opt/myapp/releases/${digestOf(RELEASE)}`;

  it.each([
    ["all of it, handed to the service's user", "chown -R guest /opt/myapp", "/opt/myapp/"],
    ["the releases", "chmod g+w /opt/myapp/releases", "/opt/myapp/releases"],
    ["one release", `chown guest ${directory}`, directory],
    ["by what a release is judged", `chmod 0666 ${directory}/criteria`, `${directory}/criteria`],
    ["the command for people", "chown guest /opt/myapp/pulumi-systemd", "/opt/myapp/pulumi-systemd"],
    ["the agent beside it", "chmod -R o+w /opt/myapp/agent", "/opt/myapp/agent"],
  ])("%s: named, with the way back", async (_, change, path) => {
    await host.run(change);
    const { transcript } = await app.apply(daemon("2"));
    expect(transcript.end).toMatchObject({ outcome: "refused" });
    expect(transcript.findings.map(({ code }) => code)).toContain("parent-unsafe");
    const [, remedy = ""] = transcript.findings.at(-1)?.text.split(": ") ?? [];
    expect(transcript.findings.at(-1)?.text).toContain(`others than root may change ${path}`);
    await host.run(remedy);
    expect((await app.apply(RELEASE)).transcript.end?.outcome).toBe("unchanged");
  });

  it("directories of a release are taken back", async () => {
    await host.run(`chown -R guest ${directory}/app/bin`);
    expect((await app.run("observe")).transcript.now.releasefiles).toContain("bin, bin/tool");
    expect((await app.apply(RELEASE)).transcript.end?.outcome).toBe("committed");
    expect(await lines(`stat -c %U ${directory}/app/bin ${directory}/app/bin/tool`)).toEqual([
      "root",
      "root",
    ]);
  });

  it.each([
    [
      "a sticky directory",
      "/tmp/myapp",
      "true",
      "true",
      /\/tmp is for everybody .*: choose another directory/,
    ],
    [
      "Debian's /usr/local of old",
      "/usr/local/bin/myapp",
      "chgrp staff /usr/local/bin; chmod 2775 /usr/local/bin",
      "chgrp root /usr/local/bin; chmod 0755 /usr/local/bin",
      /has mode 2775, .*: chmod go-w \/usr\/local\/bin/,
    ],
  ])("%s is no place for the link", async (_, DIRECTORY, make, unmake, said) => {
    onTestFinished(async () => void (await host.run(unmake)));
    await host.run(make);
    const { transcript } = await app.apply(daemon("2"), { DIRECTORY });
    expect(transcript.findings).toMatchObject([{ code: "parent-unsafe", text: expect.stringMatching(said) }]);
  });
});
