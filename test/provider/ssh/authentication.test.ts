import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type AuthContext, type Prompt, utils } from "ssh2";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { fingerprint } from "../../../provider/ssh/hostKey";
import { connectTo, sshErrorOf } from "./support/client";
import { makeKey } from "./support/keys";
import { startServer } from "./support/server";

const PASSWORD = "hunter2hunter2";
const key = makeKey();

function keyFingerprint(publicKey: string): string {
  return fingerprint(publicKey.split(" ")[1] ?? "");
}

/** Lets in who shows the public key, and has signed with its private half. */
function acceptKey(publicKey: string): (context: AuthContext) => void {
  const parsed = utils.parseKey(publicKey);
  if (parsed instanceof Error) throw parsed;
  return (context) => {
    if (context.method !== "publickey" || !parsed.getPublicSSH().equals(context.key.data)) {
      return context.reject(["publickey"]);
    }
    if (context.signature === undefined || context.blob === undefined) return context.accept();
    if (parsed.verify(context.blob, context.signature, context.hashAlgo)) context.accept();
    else context.reject();
  };
}

function acceptPassword(context: AuthContext): void {
  if (context.method === "password" && context.password === PASSWORD) context.accept();
  else context.reject(["password"]);
}

/** Asks as PAM does; every element is a round. */
function ask(rounds: readonly Prompt[][], expected: readonly string[]): (context: AuthContext) => void {
  return (context) => {
    if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
    const given: string[] = [];
    const next = (round: number): void => {
      const prompts = rounds[round];
      if (prompts === undefined) {
        if (given.join() === expected.join()) context.accept();
        else context.reject(["keyboard-interactive"]);
        return;
      }
      context.prompt(prompts, "", "", (answers) => {
        given.push(...(answers ?? []));
        next(round + 1);
      });
    };
    next(0);
  };
}

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

describe("a private key", () => {
  it("logs in", async () => {
    const server = await startServer({ authenticate: acceptKey(key.public) });
    await connectTo({ port: server.port, hostKey: server.hostKey, privateKey: key.private });
  });

  it("that is refused is named by type and fingerprint, with what the host accepts", async () => {
    const server = await startServer({ authenticate: acceptKey(makeKey().public) });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, privateKey: key.private }),
    );
    expect(error.stage).toBe("authentication");
    expect(error.shortMessage).toBe(`deploy@127.0.0.1:${server.port}: deploy was refused`);
    expect(error.message).toContain(`Tried: private key ssh-ed25519 ${keyFingerprint(key.public)}.`);
    expect(error.message).toContain("The host accepts: publickey.");
    expect(error.message).toContain("authorized_keys of deploy");
    expect(error.message).not.toContain("PRIVATE KEY");
  });

  it("that cannot be read is an error before any dial, without a word of it", async () => {
    const error = await sshErrorOf(connectTo({ port: 1, privateKey: "/home/me/.ssh/id_ed25519" }));
    expect(error.message).toContain("connection.privateKey cannot be used: it is a path");
    expect(error.message).not.toContain("/home/me");
  });
});

describe("a password", () => {
  it("logs in", async () => {
    const server = await startServer({ authenticate: acceptPassword });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
  });

  it("comes after the key", async () => {
    const methods: string[] = [];
    const server = await startServer({
      authenticate: (context) => {
        methods.push(context.method);
        acceptPassword(context);
      },
    });
    await connectTo({
      port: server.port,
      hostKey: server.hostKey,
      password: PASSWORD,
      privateKey: key.private,
    });
    expect(methods).toEqual(["publickey", "password"]);
  });

  it("that is wrong is sent once, and never shown", async () => {
    let logins = 0;
    const server = await startServer({
      authenticate: (context) => {
        if (context.method !== "none") logins += 1;
        context.reject(["publickey", "password", "keyboard-interactive"]);
      },
    });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD }),
    );
    expect(logins).toBe(1);
    expect(error.message).toContain("Tried: password.");
    expect(error.message).toContain("PasswordAuthentication");
    expect(error.message).not.toContain(PASSWORD);
  });

  it("is not sent to a host that only asks for it", async () => {
    const methods: string[] = [];
    const question = ask([[{ prompt: "Password: ", echo: false }]], [PASSWORD]);
    const server = await startServer({
      authenticate: (context) => {
        methods.push(context.method);
        question(context);
      },
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
    expect(methods).toEqual(["none", "keyboard-interactive"]);
  });

  it("answers a host that asks for it (keyboard-interactive)", async () => {
    const server = await startServer({
      authenticate: ask([[{ prompt: "Password: ", echo: false }]], [PASSWORD]),
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
  });

  it("is not given to a second question, which the error shows", async () => {
    const rounds = [
      [{ prompt: "Password: ", echo: false }],
      [{ prompt: "Verification code: ", echo: false }],
    ];
    const server = await startServer({ authenticate: ask(rounds, [PASSWORD, "123456"]) });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD }),
    );
    expect(error.message).toContain('It asked "Verification code:", which only a person can answer.');
  });

  it("may be wanted together with a key", async () => {
    const server = await startServer({
      authenticate: (context) => {
        if (context.method === "publickey") context.reject(["password"], true);
        else acceptPassword(context);
      },
    });
    await connectTo({
      port: server.port,
      hostKey: server.hostKey,
      password: PASSWORD,
      privateKey: key.private,
    });
  });
});

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

describe("a host that hangs up during the login", () => {
  it("because it is still booting is tried again", async () => {
    let logins = 0;
    const server = await startServer({
      banner:
        "System is booting up. Unprivileged users are not permitted to log in yet. (pam_nologin(8))\r\n",
      authenticate: (context) => {
        logins += 1;
        if (logins === 1) server.reset();
        else context.accept();
      },
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
    expect(logins).toBe(2);
  });
});
