import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Secret } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { settled } from "../agent/leftovers";
import { appInputs, connectionTo, type Deployer, deployerOf } from "../service/deployer";
import { connectToHost, specOf } from "../ssh/connectToHost";
import { spyOnProcesses } from "./processSpy";

/** Words that stand nowhere else. */
const PASSWORD = "HUSH sudo 9f3c'\"";
const TOKEN = "HUSH-environment-51ab";

/** A login as bad as it gets, and one of Python's modules where root must not look for it. */
const LOGIN = `
printf '%s\\n' 'Welcome'; printf 'no newline'; umask 000; cd ~
export TAR_OPTIONS=--no-such-option CDPATH=/tmp TMPDIR=/nowhere PYTHONPATH=~ BASH_ENV=~/pwn.sh ENV=~/pwn.sh IFS=/ PATH=~/bin:$PATH
set -o noglob; export SHELLOPTS
`;
const PLANT = `
cat > ~operator/.bashrc
echo 'operator:${PASSWORD.replaceAll("'", "'\\''")}' | chpasswd
for module in ensurepip venv; do echo 'open("/run/pwned-by-python", "w")' > ~operator/$module.py; done
echo 'touch /run/pwned-by-shell' > ~operator/pwn.sh
mkdir ~operator/bin
for tool in tar awk systemctl mktemp dd env; do printf '#!/bin/sh\\n: >>/tmp/pwned-by-path\\n' > ~operator/bin/$tool; done
chmod +x ~operator/bin/*; chmod 0777 ~operator
cat > /etc/sudoers.d/zz-odd <<'END'
Defaults log_input, log_output, !compress_io, lecture=always
Defaults:operator env_keep += "TAR_OPTIONS CDPATH TMPDIR PYTHONPATH ENV"
END
mv /usr/bin/apt-get /usr/bin/apt-get.away
mount -o remount,hidepid=2 /proc`;

let hosts: TestHosts;
let host: TestHost;
let app: Deployer;
let spied: () => Promise<string[]>;
beforeAll(async () => {
  hosts = await startHosts({ release: "trixie" });
  [host] = hosts.hosts as [TestHost];
  expect(await host.run(PLANT, { input: LOGIN })).toMatchObject({ code: 0 });
  spied = await spyOnProcesses(host);
  app = deployerOf(host);
});
afterAll(() => hosts?.stop());

const lines = async (command: string) => (await host.run(command)).stdout.split("\n").filter(Boolean);

describe("a deployment through a login with a sudo password, a hostile environment and all of sudo's logs", () => {
  it("succeeds, and takes nothing of that environment over", async () => {
    const outputs = await app.up(
      appInputs(
        {},
        {
          connection: connectionTo(host, { user: "operator", sudoPassword: new Secret(PASSWORD) }),
          runtime: { python: { requirements: [] } },
        },
        { execStart: ["python3", "app.py"], environment: { TOKEN: new Secret(TOKEN) } },
      ),
    );
    expect(outputs.status).toBe("active (running)");
    await settled(host, "myapp");
    expect(await lines("ls /run/pwned* /tmp/pwned* 2>/dev/null")).toEqual([]);
    expect(
      await lines(
        "find /opt/myapp /run/pulumi-systemd /etc/systemd/system/myapp.service ! -type l -perm /022",
      ),
    ).toEqual([]);
    expect(JSON.stringify([app.rows, outputs])).not.toContain("HUSH");
  });

  it("leaves no password and no key behind, in no argument, environment, log or file", async () => {
    const processes = await spied();
    const [key = ""] = host.privateKey.split("\n").slice(2);
    // Root's spy has looked into the daemon.
    expect(processes.filter((line) => line.endsWith(` TOKEN=${TOKEN}`))).toEqual([
      `environment TOKEN=${TOKEN}`,
    ]);
    expect(await lines("find /var/log/sudo-io -type f | grep -c stdin")).not.toEqual(["0"]);
    for (const secret of ["HUSH sudo", key]) {
      expect(processes.filter((line) => line.includes(secret))).toEqual([]);
      const inFiles = `grep -rlaF -e "$(cat)" /etc /home /opt /root /run /srv /tmp /var 2>/dev/null`;
      expect((await host.run(inFiles, { input: secret })).stdout).toBe("");
      expect(
        (await host.run('journalctl -o export -a | grep -caF -e "$(cat)"', { input: secret })).stdout,
      ).toBe("0\n");
    }
  });

  it("shows a secret of the unit's environment where docs/security.md says it does, and nowhere else", async () => {
    const inFiles = `grep -rlF -e ${TOKEN} /etc /home /opt /run /srv /tmp /var 2>/dev/null | sed 's,releases/[^/]*,releases/DIGEST,'`;
    expect((await lines(inFiles)).sort()).toEqual([
      "/etc/systemd/system/myapp.service",
      "/opt/myapp/releases/DIGEST/unit",
    ]);
    expect(await lines(`journalctl -o export -a | grep -cF -e ${TOKEN}`)).toEqual(["0"]);
    expect(await lines("runuser -u guest -- systemctl show -p Environment myapp")).toEqual([
      expect.stringContaining(TOKEN),
    ]);
  });

  it("is refused with a wrong password, which is shown nowhere either", async () => {
    const error = await app.upFails(
      appInputs({}, { connection: connectionTo(host, { user: "operator", sudoPassword: "HUSH wrong" }) }),
    );
    expect(error.message).toContain("sudo refused the password");
    expect(error.message).not.toContain("HUSH");
    expect(await lines("journalctl -o export -a | grep -caF 'HUSH wrong'")).toEqual(["0"]);
  });
});

it("a host that is logged in to with the keys of an agent cannot use that agent", async () => {
  const socket = join(await mkdtemp(join(tmpdir(), "ssh-agent-")), "socket");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  onTestFinished(async () => {
    agent.kill();
    await rm(dirname(socket), { recursive: true });
  });
  const addKey = () =>
    promisify(execFile)("ssh-add", ["-q", host.privateKeyPath], { env: { SSH_AUTH_SOCK: socket } });
  await poll(
    () =>
      addKey().then(
        () => true,
        () => undefined,
      ),
    { waitingFor: "the SSH agent", deadlineMs: 20_000 },
  );
  const connection = await connectToHost(specOf(host, { privateKey: undefined, agentSocketPath: socket }));
  const channel = await connection.exec('echo "agent=$SSH_AUTH_SOCK"; ls -d /tmp/ssh-* 2>/dev/null');
  expect(await text(channel.stdout)).toBe("agent=\n");
});
