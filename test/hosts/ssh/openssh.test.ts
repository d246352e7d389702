import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../../provider/ssh/connection";
import type { ConnectionSpec } from "../../../provider/ssh/connectionSpec";
import { startHosts } from "../../../tools/hosts/startHosts";
import { OPERATOR_PASSWORD, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { connectToHost, specOf, sshErrorOf } from "./connectToHost";
import { startSshds } from "./sshds";

const run = promisify(execFile);

/** More sshds on the same host, by their ports: a jump host, and some that are hard to please. */
const JUMP = 2201;
const ASKING = 2203;
const DEMANDING = 2204;
const CERTIFIED = 2205;
const WITH_CERTIFICATE = 2206;
const SSHDS: Readonly<Record<number, readonly string[]>> = {
  [JUMP]: [],
  [ASKING]: ["KbdInteractiveAuthentication=yes", "AuthenticationMethods=keyboard-interactive"],
  [DEMANDING]: ["PasswordAuthentication=yes", "AuthenticationMethods=publickey,password"],
  [CERTIFIED]: ["TrustedUserCAKeys=/root/ca.pub", "AuthorizedKeysFile=none"],
  [WITH_CERTIFICATE]: ["HostKey=/root/certified", "HostCertificate=/root/certified-cert.pub"],
};

describe("what people have in OpenSSH", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "openssh-"));
    hosts = await startHosts();
    const [first] = hosts.hosts;
    if (first === undefined) throw new Error("no host");
    host = first;
    await makeKey("ca");
    await host.run("cat >/root/ca.pub", { input: await readFile(join(directory, "ca.pub"), "utf8") });
    await certifyHost();
    await startSshds(host, SSHDS);
  });
  afterAll(async () => {
    await hosts?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** A new key pair; its private half as a file. */
  const makeKey = async (name: string, passphrase = "", type = "ed25519"): Promise<string> => {
    const file = join(directory, name);
    await run("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-f", file]);
    return file;
  };
  const authorise = async (file: string): Promise<void> => {
    await host.run("cat >>/etc/ssh/authorized_keys", { input: await readFile(`${file}.pub`, "utf8") });
  };
  const withAgent = async <T>(files: readonly string[], use: (socket: string) => Promise<T>): Promise<T> => {
    const socket = join(directory, `agent-${files.length}-${Date.now()}`);
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
    const exited = once(agent, "exit");
    try {
      await once(agent.stdout, "data");
      const env = { ...process.env, SSH_AUTH_SOCK: socket };
      for (const file of files) await run("ssh-add", ["-q", file], { env });
      return await use(socket);
    } finally {
      agent.kill();
      await exited;
    }
  };
  const operator = (port: number, spec: Partial<ConnectionSpec> = {}): ConnectionSpec =>
    specOf(host, { user: "operator", port, password: OPERATOR_PASSWORD, ...spec });
  /** A host key with a certificate, for {@link WITH_CERTIFICATE}. */
  const certifyHost = async (): Promise<void> => {
    const file = await makeKey("certified-host");
    const of = ["-s", join(directory, "ca"), "-h", "-I", "host", "-n", host.address];
    await run("ssh-keygen", ["-q", ...of, `${file}.pub`]);
    for (const [ours, theirs] of [
      ["", ""],
      ["-cert.pub", "-cert.pub"],
    ]) {
      const input = await readFile(`${file}${ours}`, "utf8");
      await host.run(`umask 077; cat >/root/certified${theirs}`, { input });
    }
  };

  it.each(["ed25519", "ecdsa", "rsa"])("a key with a passphrase, %s", async (type) => {
    const file = await makeKey(`locked-${type}`, "open sesame", type);
    await authorise(file);
    const privateKey = await readFile(file, "utf8");
    await connectToHost(specOf(host, { privateKey, privateKeyPassword: "open sesame" }));
    const error = await sshErrorOf(
      connectToHost(specOf(host, { privateKey, privateKeyPassword: "open barley" })),
    );
    expect(error.message).toContain("privateKeyPassword does not open it");
    expect(error.message).not.toContain("barley");
  });

  it("an agent", async () => {
    const file = await makeKey("for-agent");
    await authorise(file);
    await withAgent([await makeKey("other"), file], async (agentSocketPath) => {
      await connectToHost(specOf(host, { privateKey: undefined, agentSocketPath }));
    });
  });

  it("a password that is asked for (keyboard-interactive by PAM)", async () => {
    await connectToHost(operator(ASKING, { privateKey: undefined }));
    const error = await sshErrorOf(
      connectToHost(operator(ASKING, { privateKey: undefined, password: "wrong" })),
    );
    expect(error.message).toContain("Tried: keyboard-interactive with the password.");
    expect(error.message).toContain("The host accepts: keyboard-interactive.");
  });

  it("a key and a password, both wanted", async () => {
    await connectToHost(operator(DEMANDING));
    const error = await sshErrorOf(connectToHost(operator(DEMANDING, { password: undefined })));
    expect(error.message).toContain("The host accepts: password.");
    expect(error.message).toContain("It took the publickey and wants more.");
  });

  it("a certificate, which ssh(1) can show and we can't: said so", async () => {
    const file = await makeKey("certified");
    await run("ssh-keygen", ["-q", "-s", join(directory, "ca"), "-I", "me", "-n", "deploy", `${file}.pub`]);
    await withAgent([file], async (agentSocketPath) => {
      const { stdout } = await run("ssh", [
        ...["-F", "none", "-o", "StrictHostKeyChecking=no", "-o", `UserKnownHostsFile=/dev/null`],
        ...[
          "-o",
          `IdentityAgent=${agentSocketPath}`,
          "-p",
          `${CERTIFIED}`,
          `deploy@${host.address}`,
          "id -un",
        ],
      ]);
      expect(stdout.trim()).toBe("deploy");
      const spec = specOf(host, { port: CERTIFIED, privateKey: undefined, agentSocketPath });
      const error = await sshErrorOf(connectToHost(spec));
      expect(error.message).toContain(
        "ssh-ed25519-cert-v01@openssh.com: certificates are not supported here",
      );
    });
  });

  it("a host's certificate, which ssh(1) believes and we can't check: said so, with the way out", async () => {
    const known = join(directory, "known-authority");
    const place = `[${host.address}]:${WITH_CERTIFICATE}`;
    await writeFile(known, `@cert-authority ${place} ${await readFile(join(directory, "ca.pub"), "utf8")}`);
    const flags = ["-F", "none", "-i", host.privateKeyPath, "-o", "StrictHostKeyChecking=yes"];
    const { stdout } = await run("ssh", [
      ...[...flags, "-o", `UserKnownHostsFile=${known}`, "-p", `${WITH_CERTIFICATE}`],
      ...[`deploy@${host.address}`, "id -un"],
    ]);
    expect(stdout.trim()).toBe("deploy");
    const spec = specOf(host, { port: WITH_CERTIFICATE, hostKey: undefined });
    const error = await sshErrorOf(connectToHost(spec, { knownHostsFiles: [known] }));
    expect(error.shortMessage).toBe(`deploy@${host.address}:${WITH_CERTIFICATE}: host key unknown`);
    expect(error.message).toContain(
      `${known}:1 trusts a certificate authority (@cert-authority) for it; host certificates are not supported here.`,
    );
    // One of the remedies that it names.
    const [, hostKey] = /connection\.hostKey: "(.*)"/.exec(error.message) ?? [];
    await connectToHost({ ...spec, hostKey });
  });

  it("an address of IPv6 with its zone, and a hashed name of it: the same to us as to ssh(1)", async ({
    skip,
  }) => {
    const address = await linkLocalAddress(host);
    if (address === undefined) return skip("this machine or the host has IPv6 turned off");
    const known = join(directory, "known-by-ipv6");
    await writeFile(known, `${address} ${host.hostKey}\n`);
    await run("ssh-keygen", ["-H", "-f", known]);
    expect(await readFile(known, "utf8")).toContain("|1|");
    const flags = ["-F", "none", "-i", host.privateKeyPath, "-o", "StrictHostKeyChecking=yes"];
    const theirs = await run("ssh", [
      ...[...flags, "-o", `UserKnownHostsFile=${known}`],
      ...[`deploy@${address}`, "echo $SSH_CLIENT"],
    ]);
    const spec = specOf(host, { hostKey: undefined });
    for (const written of [address, `[${address}]`]) {
      const ours = await connectToHost({ ...spec, host: written }, { knownHostsFiles: [known] });
      expect(ours.endpoint).toBe(`deploy@[${address}]:22`);
      const [from] = (await outputOf(ours, "echo $SSH_CLIENT")).split(" ");
      expect(theirs.stdout).toContain(`${from} `);
      expect(from).toMatch(/^fe80::/);
    }
    const refused = await sshErrorOf(
      connectToHost({ ...spec, host: address, port: 2299, dialErrorLimit: 0 }),
    );
    expect(refused.shortMessage).toBe(`deploy@[${address}]:2299: connection refused`);
  });

  it("an alias with a jump, hashed known_hosts and a key file: the same to us as to ssh(1)", async () => {
    const file = await makeKey("by-alias");
    await authorise(file);
    const [known, config] = [join(directory, "known"), join(directory, "config")];
    for (const port of [22, JUMP]) {
      const { stdout } = await run("ssh-keyscan", ["-H", "-p", `${port}`, host.address]);
      expect(stdout).toContain("|1|");
      await appendFile(known, stdout);
    }
    await writeFile(
      config,
      `Host web?
  HostName ${host.address}
  ProxyJump jump
Match originalhost jump
  HostName ${host.address}
  Port ${JUMP}
Host *
  User deploy
  IdentityFile ${file}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${known}
`,
    );
    const theirs = await run("ssh", [
      "-F",
      config,
      "-o",
      "BatchMode=yes",
      "web1",
      "id -un; echo $SSH_CLIENT",
    ]);
    const ours = await connectToHost({ host: "web1", config });
    // Both come from the host itself, by its jump.
    const told = (text: string): readonly string[] => text.trim().split(/\s+/).slice(0, 2);
    expect(told(await outputOf(ours, "id -un; echo $SSH_CLIENT"))).toEqual(told(theirs.stdout));

    const keys = (await run("ssh-keyscan", [host.address])).stdout.split("\n");
    await appendFile(known, keys.map((line) => (line === "" ? "" : `@revoked ${line}\n`)).join(""));
    const error = await sshErrorOf(connectToHost({ host: "web1", config }));
    expect(error.message).toContain("the host shows a revoked key");
  });

  it("a key that comes later than the sshd of a host that boots", async () => {
    const file = await makeKey("late");
    const progress: string[] = [];
    await host.network("reset");
    try {
      await connectToHost(specOf(host, { privateKey: await readFile(file, "utf8") }), {
        onProgress: (text) => {
          progress.push(text);
          if (text.includes("connection refused")) void host.network("up");
          if (text.includes("lets nobody in yet")) void authorise(file);
        },
      });
    } finally {
      await host.network("up");
    }
    expect(progress.some((text) => text.includes("came up and lets nobody in yet: deploy was refused"))).toBe(
      true,
    );
  });
});

/** The host's own address on the link between it and this machine, with our end as its zone: `fe80::1%eth0`. */
async function linkLocalAddress(host: TestHost): Promise<string | undefined> {
  const route = JSON.parse((await run("ip", ["-json", "route", "get", host.address])).stdout);
  const [, address] = /inet6 (fe80:[0-9a-f:]+)/.exec((await host.run("ip -6 -o address")).stdout) ?? [];
  return address && `${address}%${route[0].dev}`;
}

async function outputOf(connection: Connection | undefined, command: string): Promise<string> {
  if (connection === undefined) throw new Error("no connection");
  const channel = await connection.exec(command);
  return Buffer.concat(await channel.stdout.toArray())
    .toString()
    .trim();
}
