import { describe, expect, it } from "vitest";
import { BLOCK_BYTES, bootCommand, paddedToBlocks } from "../../../provider/ssh/bootScript";
import { openRootShell, type RootShell } from "../../../provider/ssh/rootShell";
import { isLost } from "../../../provider/ssh/sshError";
import { connectTo, sshErrorOf } from "./support/client";
import { FAKE_PASSWORD, type FakeHostOptions, payloadOf, startFakeHost } from "./support/fakeHost";
import { POSIX_SHELLS } from "./support/shells";
import { waitFor } from "./support/waitFor";

/** Says what it got, and how much came after the payload. */
const ECHO_AGENT = [
  'echo "@$2 work $1"',
  'echo "noise that is not ours"',
  'echo "complaint" >&2',
  'echo "@$2 rest $(cat | wc -c)"',
  'rm -rf "$1"',
  "exit 7",
].join("\n");

interface OpenOptions extends Partial<FakeHostOptions> {
  readonly sudoPassword?: string;
  readonly agent?: string;
  readonly payload?: Buffer;
  readonly signal?: AbortSignal;
}

async function open(options: OpenOptions = {}) {
  const host = await startFakeHost({ shell: ["dash"], sudo: "nopasswd", ...options });
  const connection = await connectTo({ port: host.server.port, password: "x", hostKey: host.server.hostKey });
  const payload = options.payload ?? (await payloadOf(options.agent ?? ECHO_AGENT));
  const { sudoPassword, signal = new AbortController().signal } = options;
  return { host, connection, opening: openRootShell(connection, { payload, sudoPassword, signal }) };
}

async function linesOf(shell: RootShell): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of shell.lines) lines.push(line);
  return lines;
}

describe.each(POSIX_SHELLS)("with %s and a stand-in for sudo, the boot script", (_name, shell) => {
  it.each([
    ["is root already", { uid: 0, sudo: "missing" }],
    ["goes through sudo without a password", { sudo: "nopasswd" }],
    [
      "goes through sudo without a password, though one is set",
      { sudo: "nopasswd", sudoPassword: FAKE_PASSWORD },
    ],
    ["goes through sudo with a password", { sudo: "password", sudoPassword: FAKE_PASSWORD }],
    ["speaks up after a noisy .bashrc", { sudo: "nopasswd", bashrc: "echo Welcome; printf 'no newline'; " }],
  ] as const)("%s", async (_what, options) => {
    const { host, opening } = await open({ shell, ...options });
    const root = await opening;
    // Had the password or the padding stayed in the pipe, these would be more.
    root.input.end("12345");
    const lines = await linesOf(root);
    expect(lines).toEqual([expect.stringMatching(/^work .*\/run\/pulumi-systemd\.\w{8}$/), "rest 5"]);
    expect(await root.exit).toEqual({ code: 7 });
    expect(root.stderrTail()).toBe("complaint\n");
    expect(await host.left()).toEqual([]);
  });

  it("gives root nothing of the user's but PATH: no directory, no variable, no umask", async () => {
    const agent =
      'env | while read -r line; do echo "@$2 $line"; done; umask | { read -r mask; echo "@$2 $mask"; }; rm -rf "$1"';
    const { opening } = await open({
      shell,
      sudo: "nopasswd",
      agent,
      bashrc: "umask 000; cd /tmp; ",
      environment: {
        CDPATH: "/tmp",
        TMPDIR: "/nowhere",
        TAR_OPTIONS: "--no-such-option",
        PYTHONPATH: "/tmp",
      },
    });
    const root = await opening;
    root.input.end();
    const ofTheShell = /^(SHLVL|_|OLDPWD)=/;
    const lines = (await linesOf(root)).filter((line) => !ofTheShell.test(line));
    expect(lines.sort()).toEqual(["0077", "LC_ALL=C", expect.stringMatching(/^PATH=/), "PWD=/"]);
  });

  it("cleans up after a payload that is not one, and says so", async () => {
    const { host, opening } = await open({ shell, payload: Buffer.from("this is not a gzipped tar") });
    const root = await opening;
    const error = await sshErrorOf(linesOf(root));
    expect(error).toMatchObject({ stage: "exec" });
    expect(error.message).toContain("the payload did not arrive whole");
    expect(await host.left()).toEqual([]);
  });

  it("cleans up when its input ends before all of the payload has come", async () => {
    const host = await startFakeHost({ shell, sudo: "nopasswd" });
    const payload = paddedToBlocks(await payloadOf(ECHO_AGENT));
    const child = host.spawn(bootCommand("n0", payload.length / BLOCK_BYTES));
    child.stdin.end(payload.subarray(0, 100));
    const out = Buffer.concat(await child.stdout.toArray()).toString();
    expect(out).toContain("@n0 hello");
    expect(await host.left()).toEqual([]);
    expect(out).not.toContain("work");
  });
});

describe("openRootShell", () => {
  it.each([
    ["a wrong password", { sudo: "password", sudoPassword: "battery staple" }, "sudo refused the password"],
    ["no password", { sudo: "password" }, "sudo asks for a password, and connection.sudoPassword is not set"],
    [
      "a user that may not",
      { sudo: "not-allowed", sudoPassword: FAKE_PASSWORD },
      "the user may not become root",
    ],
    ["requiretty", { sudo: "requiretty" }, "sudo wants a terminal (requiretty in its sudoers)"],
    ["no sudo", { sudo: "missing" }, "the user is not root, and sudo is not installed"],
  ] as const)("says what is wrong: %s", async (_what, options, problem) => {
    const { opening } = await open(options);
    const error = await sshErrorOf(opening);
    expect(error.stage).toBe("sudo");
    expect(error.shortMessage).toContain(problem);
    expect(error.message).not.toContain("battery staple");
    expect(error.message).not.toContain(FAKE_PASSWORD);
  });

  it("carries megabytes after the payload", async () => {
    const { opening } = await open();
    const root = await opening;
    root.input.end(Buffer.alloc(5_000_000));
    expect(await linesOf(root)).toContain("rest 5000000");
  });

  it("ends the lines with a lost error when the connection is", async () => {
    const { host, opening } = await open({ agent: 'echo "@$2 begun"; cat >/dev/null; rm -rf "$1"' });
    const root = await opening;
    const seen: string[] = [];
    const error = await sshErrorOf(
      (async () => {
        for await (const line of root.lines) {
          seen.push(line);
          host.server.reset();
        }
      })(),
    );
    expect(seen).toEqual(["begun"]);
    expect(isLost(error)).toBe(true);
    await expect(root.exit).rejects.toBe(error);
  });

  it("can be aborted while sudo thinks, and leaves the connection open", async () => {
    const abort = new AbortController();
    const { connection, opening } = await open({ bashrc: "sleep 0.5; ", signal: abort.signal });
    setTimeout(() => abort.abort(new Error("cancelled")), 50);
    await expect(opening).rejects.toThrow("cancelled");
    const channel = await connection.exec("exit 4");
    channel.stdout.resume();
    expect(await channel.exit).toEqual({ code: 4 });
  });

  it("shows what a login shell said that does not run commands", async () => {
    const { opening } = await open({ bashrc: "echo This account is currently not available.; exit 1; " });
    const error = await sshErrorOf(opening);
    expect(error.stage).toBe("exec");
    expect(error.message).toContain("It said: This account is currently not available.");
  });

  it("hides a sudo password that comes back on stderr", async () => {
    const agent = `echo "the password is ${FAKE_PASSWORD}" >&2; rm -rf "$1"`;
    const { opening } = await open({ sudo: "password", sudoPassword: FAKE_PASSWORD, agent });
    const root = await opening;
    await linesOf(root);
    await waitFor("stderr has come", () => root.stderrTail() !== "");
    expect(root.stderrTail()).toBe("the password is [secret]\n");
  });
});
