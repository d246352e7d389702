import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { connectTo, sshErrorOf } from "./support/client";
import { makeKey } from "./support/keys";
import { acceptKey, acceptPassword, keyFingerprint, PASSWORD } from "./support/logins";
import { startServer } from "./support/server";

const key = makeKey();

/** A real ssh-agent, ended after the test. */
async function startAgent(privateKeys: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "agent-"));
  const socket = join(directory, "socket");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(async () => {
    const exited = once(agent, "exit");
    agent.kill();
    await exited;
    await rm(directory, { recursive: true });
  });
  // It prints its variables once it listens.
  await once(agent.stdout, "data");
  for (const [index, text] of privateKeys.entries()) {
    const file = join(directory, `key${index}`);
    await writeFile(file, text, { mode: 0o600 });
    await promisify(execFile)("ssh-add", ["-q", file], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  }
  return socket;
}

describe("an agent", () => {
  it("logs in with the key that the host accepts", async () => {
    const agentSocketPath = await startAgent([makeKey().private, key.private]);
    const server = await startServer({ authenticate: acceptKey(key.public) });
    await connectTo({ port: server.port, hostKey: server.hostKey, agentSocketPath });
  });

  it("of the session is asked when nothing else is given", async () => {
    vi.stubEnv("SSH_AUTH_SOCK", await startAgent([key.private]));
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await startServer({ authenticate: acceptKey(key.public) });
    await connectTo({ port: server.port, hostKey: server.hostKey });
  });

  it("whose keys are refused has them all named", async () => {
    const other = makeKey();
    const agentSocketPath = await startAgent([key.private, other.private]);
    const server = await startServer({ authenticate: acceptKey(makeKey().public) });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, agentSocketPath }),
    );
    expect(error.message).toContain("2 keys of the agent");
    expect(error.message).toContain("The host accepts: publickey.");
    expect(error.message).toContain("authorized_keys of deploy");
    expect(error.message).toContain(keyFingerprint(key.public));
    expect(error.message).toContain(keyFingerprint(other.public));
  });

  it("that holds a certificate has that said, and its plain key tried", async () => {
    const agentSocketPath = await startAgent([]);
    const directory = await mkdtemp(join(tmpdir(), "certified-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const run = promisify(execFile);
    const [ca, file] = [join(directory, "ca"), join(directory, "id")];
    for (const each of [ca, file]) await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", each]);
    await run("ssh-keygen", ["-q", "-s", ca, "-I", "deploy", "-n", "deploy", `${file}.pub`]);
    await run("ssh-add", ["-q", file], { env: { ...process.env, SSH_AUTH_SOCK: agentSocketPath } });
    const server = await startServer({ authenticate: acceptKey(makeKey().public) });
    const refused = (spec: object) =>
      sshErrorOf(connectTo({ port: server.port, hostKey: server.hostKey, ...spec }));
    expect((await refused({ agentSocketPath })).message).toContain(
      "The agent also holds ssh-ed25519-cert-v01@openssh.com: certificates are not supported here",
    );
    const certificate = await readFile(`${file}-cert.pub`, "utf8");
    expect((await refused({ privateKey: certificate })).message).toContain("it is a certificate (-cert.pub)");
    await writeFile(join(directory, "config"), `IdentityFile ${file}\nIdentitiesOnly yes\n`);
    const config = join(directory, "config");
    const byConfig = (await refused({ config, agentSocketPath })).message;
    expect(byConfig).toContain(`${file}-cert.pub was not shown: certificates are not supported here`);
    expect(byConfig).toContain(`private key ${file} ssh-ed25519 SHA256:`);
  });

  it("that does not answer is named by its socket, and the password still tried", async () => {
    const server = await startServer({ authenticate: acceptPassword });
    const spec = { port: server.port, hostKey: server.hostKey, agentSocketPath: "/nonexistent/agent" };
    await connectTo({ ...spec, password: PASSWORD });
    const wantsKeys = await startServer({ authenticate: acceptKey(key.public) });
    const error = await sshErrorOf(connectTo({ ...spec, port: wantsKeys.port, hostKey: wantsKeys.hostKey }));
    expect(error.message).toContain("The agent at /nonexistent/agent does not answer");
  });

  it("is missed where nothing is given at all", async () => {
    vi.stubEnv("SSH_AUTH_SOCK", "");
    onTestFinished(() => void vi.unstubAllEnvs());
    const error = await sshErrorOf(connectTo({ port: 1 }));
    expect(error.message).toContain("no way to log in is given");
    expect(error.message).toContain("connection.privateKey");
  });
});
