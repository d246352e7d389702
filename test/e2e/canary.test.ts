import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { type CommandResult, runCommand } from "../../tools/process/command";
import { runPulumi } from "../../tools/pulumi/runPulumi";
import { settled } from "../hosts/agent/leftovers";
import { spyOnProcesses } from "../hosts/security/processSpy";
import { type ProgramStack, programStack } from "./programStack";

/** A marked secret for every input that may hold one; the word stands nowhere else, in no other test that runs beside this one. */
const CANARIES = {
  passphrase: "PSST-passphrase-0c1f",
  password: "PSST-password-1d2e",
  sudoPassword: "PSST-sudo 2e3f'\"$",
  proxyPassword: "PSST-proxy-3f40",
  environment: "PSST-environment-4051",
  text: "PSST-text-5162",
  configured: "PSST-configured-6273",
  made: "PSST-made-7384\nPSST-second-line-7384\n",
  plain: "PSST-plain-8495",
};

/** What the engine says of the values that it sends, from -v=9 on, in clear: docs/security.md warns of it. */
const ENGINES_OWN = /(?:Unm|M)arshaling property for RPC\[/;

let hosts: TestHosts;
let host: TestHost;
let stack: ProgramStack;
let key: string;
let spied: () => Promise<string[]>;
/** All that was printed so far, but for what the engine says of its own. */
const printed: string[] = [];
/** Arguments of the processes of this machine while the CLI ran. */
const here = new Set<string>();

const mustRun = async (command: string, input?: string) => {
  const { code, stdout, stderr } = await host.run(command, { input });
  if (code !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout;
};
const settings = (changes: Record<string, unknown> = {}) =>
  writeFileSync(
    join(stack.directory, "settings.json"),
    JSON.stringify({
      host: { host: host.address, port: host.port, hostKey: host.hostKey },
      canaries: CANARIES,
      does: "serve",
      secrets: {},
      connection: {},
      ...changes,
    }),
  );

/** The texts that must not be seen: secrets line by line, and the lines of the key that are no frame. */
const hushed = () =>
  [...Object.values(CANARIES).flatMap((canary) => canary.split("\n")), ...key.split("\n")].filter(
    (line) => line.length > 8 && !line.startsWith("---"),
  );
const exposed = (text: string) =>
  text.split("\n").filter((line) => /PSST/.test(line) || hushed().some((hush) => line.includes(hush)));

/** A command of the CLI, with everything that it prints at this verbosity. */
async function pulumi(args: readonly string[], verbosity = 8): Promise<CommandResult> {
  const watch = setInterval(() => {
    void runCommand(["ps", "axww", "-o", "args"]).then(({ stdout }) => {
      for (const line of stdout.split("\n")) here.add(line);
    });
  }, 250);
  const yes = args[0] === "preview" ? [] : ["--yes", "--skip-preview"];
  const all = [...args, ...yes, "--logtostderr", `-v=${verbosity}`, "--debug", "--color", "never"];
  const result = await runPulumi(all, { cwd: stack.directory, env: stack.env }).finally(() =>
    clearInterval(watch),
  );
  const shown = (result.stdout + result.stderr).split("\n");
  printed.push(...shown.filter((line) => !ENGINES_OWN.test(line)));
  return result;
}

/** Files below these places (the canary is no argument here either) that hold a canary, without what differs from run to run. */
const filesWith = async (canary: string, places = "/etc /home /opt /root /run /srv /tmp /usr/local /var") =>
  (
    await host.run(`grep -rlaF -f - ${places} 2>/dev/null | grep -v /log/journal/`, {
      input: canary,
    })
  ).stdout
    .replace(/\/(releases|credentials)\/[0-9a-f]{20}\//g, "/$1/ID/")
    .split("\n")
    .filter(Boolean)
    .sort();

function* filesBelow(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  stack = await programStack(join(__dirname, "canary"), "dev");
  const keyPath = join(stack.directory, "..", "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", CANARIES.passphrase, "-C", "", "-f", keyPath]);
  key = readFileSync(keyPath, "utf8");
  await mustRun("cat >> /etc/ssh/authorized_keys", readFileSync(`${keyPath}.pub`, "utf8"));
  await mustRun("chpasswd", `operator:${CANARIES.sudoPassword}\nguest:${CANARIES.proxyPassword}\n`);
  await mustRun("cat > /etc/sudoers.d/zz-log", "Defaults logfile=/var/log/sudo.log, lecture=always\n");
  await stack.pulumi(["config", "set", "--secret", "privateKey"], key);
  for (const name of ["passphrase", "configured"] as const)
    await stack.pulumi(["config", "set", "--secret", name], CANARIES[name]);
  settings();
  spied = await spyOnProcesses(host);
});
afterAll(async () => {
  stack?.[Symbol.dispose]();
  await hosts?.stop();
});

/** One stack through all that can happen to it. */
describe.sequential("a secret in every input that may hold one", { timeout: 300_000 }, () => {
  it("is previewed and deployed at the highest verbosity: only the engine itself says it", async () => {
    const preview = await pulumi(["preview", "--diff"], 11);
    expect(preview.code, preview.stdout).toBe(0);
    const up = await pulumi(["up", "--diff"], 11);
    expect(up.code, up.stdout).toBe(0);
    // It does say it: else this test would look at nothing, and docs/security.md warn of nothing.
    expect(exposed(up.stderr + up.stdout).some((line) => ENGINES_OWN.test(line))).toBe(true);
    expect(exposed(printed.join("\n"))).toEqual([]);
  });

  it("is rotated, and shown in the diff by its name", async () => {
    CANARIES.plain = "PSST-plain-rotated-95a6";
    settings();
    const preview = await pulumi(["preview", "--diff"]);
    expect(preview.stdout).toMatch(/plain\s*: \[secret\]/);
    const { stdout, code } = await pulumi(["up", "--diff"]);
    expect(code, stdout).toBe(0);
    expect(exposed(printed.join("\n"))).toEqual([]);
  });

  it("lies on the host where docs/security.md says, and nowhere else", async () => {
    for (const name of ["typed", "given"]) await settled(host, name);
    const unit = (name: string) => [`/etc/systemd/system/${name}.service`, `/opt/${name}/releases/ID/unit`];
    const laid = (name: string) =>
      ["/opt/typed/credentials/ID/", "/run/credentials/typed.service/"].map((place) => place + name);
    expect(await filesWith(CANARIES.plain)).toEqual(laid("plain"));
    expect(new Set(await filesWith("PSST-configured"))).toEqual(new Set(laid("configured")));
    expect(new Set(await filesWith("PSST-second-line"))).toEqual(new Set(laid("made")));
    expect(new Set(await filesWith(CANARIES.environment))).toEqual(new Set(unit("typed")));
    expect(new Set(await filesWith(CANARIES.text))).toEqual(new Set(unit("given")));
    for (const canary of [
      "PSST-passphrase",
      "PSST-password",
      "PSST-sudo",
      "PSST-proxy",
      ...key.split("\n").slice(1, -2),
    ])
      expect(await filesWith(canary), canary).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a sudo that refuses the password", { connection: { sudoPassword: "PSST-wrong-sudo" } }, "sudo"],
    [
      "a passphrase that opens no key",
      { connection: { privateKeyPassword: "PSST-wrong-passphrase", privateKey: undefined } },
      "",
    ],
    [
      "a jump host that lets nobody in",
      { connection: { proxy: { host: "127.0.0.1", port: 9, password: "PSST-no-proxy", dialErrorLimit: 1 } } },
      "127.0.0.1",
    ],
    ["a secret that has no name", { secrets: { "no/name": "PSST-no-name" } }, "is no name of a credential"],
    ["a secret that is no text", { secrets: { number: ["PSST-in-a-list"] } }, "must be a string"],
    ["a unit text that systemd would not read", { text: "Restart=PSST-what # PSST-comment" }, "unit.text"],
    ["a unit text that systemd refuses", { text: "ExecStart=+PSST-no-path --x" }, "unit.text"],
  ])("is in no word about %s", async (_, wrong, said) => {
    settings(wrong);
    const { code, stdout, stderr } = await pulumi(["up", "--diff"]);
    settings();
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(said);
    expect(exposed(printed.join("\n"))).toEqual([]);
  });

  it("is taken out of what a careless daemon says of it, in its log and its STATUS=", async () => {
    settings({ does: "blurt", secrets: { spoken: "PSST-spoken-a6b7\n" } });
    const { code, stdout, stderr } = await pulumi(["up", "--diff"]);
    settings();
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("cannot log in with [secret]");
    expect(exposed(printed.join("\n"))).toEqual([]);
    await settled(host, "typed");
    // What the daemon itself said is in the journal, and in the events that wait for whoever lost the connection.
    expect(await filesWith("PSST-spoken")).toEqual([
      expect.stringMatching(/^\/run\/pulumi-systemd\/typed\/\w+\/events$/),
    ]);
    expect(await mustRun("stat -c %a /run/pulumi-systemd")).toBe("700\n");
  });

  it("is in no word about what somebody changed on the host", async () => {
    // By standard input: the spy sees what this test types as well.
    await mustRun("tee /opt/typed/credentials/*/plain >/dev/null", "PSST-by-hand");
    const refreshed = await pulumi(["refresh", "--diff"]);
    expect(refreshed.stdout).toContain("were changed by hand: changed: plain");
    const { code, stdout } = await pulumi(["up", "--diff"]);
    expect(code, stdout).toBe(0);
    expect(exposed(printed.join("\n"))).toEqual([]);
  });

  it("is encrypted in the state, in its history and its backups", () => {
    const state = join(stack.directory, "..", "state");
    const files = [...filesBelow(state)];
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => exposed(readFileSync(file, "utf8")).length > 0)).toEqual([]);
  });

  it("goes with the service", async () => {
    const { code, stdout } = await pulumi(["destroy", "--diff"]);
    expect(code, stdout).toBe(0);
    expect(exposed(printed.join("\n"))).toEqual([]);
    for (const canary of ["PSST-", "PSST sudo"]) expect(await filesWith(canary)).toEqual([]);
  });

  it("has been in no argument of a process, there or here, and in no environment but the unit's own", async () => {
    const seen = exposed((await spied()).join("\n"));
    const own = [CANARIES.environment, CANARIES.text].map((canary) => `environment TOKEN=${canary}`);
    expect(new Set(seen)).toEqual(new Set(own));
    expect(exposed([...here].join("\n"))).toEqual([]);
    expect(here.size).toBeGreaterThan(10);
  });

  it("has been in no log of the host's but the careless daemon's own line", async () => {
    const journal = await mustRun("journalctl -a --no-pager -o json | grep -aF PSST || :");
    const lines = journal
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect([...new Set(lines.map(({ MESSAGE }) => MESSAGE))]).toEqual([
      "cannot log in with PSST-spoken-a6b7",
    ]);
    expect(await mustRun("wc -l < /var/log/sudo.log")).not.toBe("0\n");
    expect(exposed(await mustRun("cat /var/log/sudo.log"))).toEqual([]);
  });
});
