import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ServerChannel } from "ssh2";
import { onTestFinished } from "vitest";
import { startServer, type TestServer } from "./server";

const run = promisify(execFile);

/** How the stand-in for sudo behaves. */
export type FakeSudo = "nopasswd" | "password" | "not-allowed" | "requiretty" | "missing";

export const FAKE_PASSWORD = "correct horse";

/** The words are those of sudo 1.9; the program is a stand-in: the real one is met in test/hosts/ssh. */
const SUDO = `#!/bin/sh
if [ "$FAKE_SUDO" = requiretty ]; then echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1; fi
if [ "$1" = -n ]; then
  shift
  if [ "$FAKE_SUDO" = nopasswd ]; then exec "$@"; fi
  echo "sudo: a password is required" >&2
  exit 1
fi
prompt=$3
shift 3
for try in 1 2 3; do
  printf %s "$prompt" >&2
  IFS= read -r answer || exit 1
  if [ "$answer" = "${FAKE_PASSWORD}" ]; then
    if [ "$FAKE_SUDO" = password ]; then exec "$@"; fi
    echo "guest is not in the sudoers file.  This incident will be reported." >&2
    exit 1
  fi
  echo "Sorry, try again." >&2
done
echo "sudo: 3 incorrect password attempts" >&2
exit 1
`;

export interface FakeHost {
  readonly server: TestServer;
  /** Runs a command as the server does, without SSH. */
  spawn(command: string): ChildProcessWithoutNullStreams;
  /** What the boot script has left in the stand-in for /run. */
  left(): Promise<readonly string[]>;
}

export interface FakeHostOptions {
  /** What `sh` is on this host. */
  readonly shell: readonly [string, ...string[]];
  readonly sudo: FakeSudo;
  /** The user's id. @default 1000 */
  readonly uid?: number;
  /** Variables of the user's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the user's login shell prints before it runs a command. */
  readonly bashrc?: string;
}

/**
 * A host with a real `sh`, dd and tar (busybox's own, where that is the shell), a stand-in for sudo, and /run and the
 * user's id pretended: nothing on this machine changes, and nobody becomes root.
 */
export async function startFakeHost({
  shell,
  sudo,
  uid = 1000,
  bashrc = "",
  environment = {},
}: FakeHostOptions): Promise<FakeHost> {
  const root = await mkdtemp(join(tmpdir(), "fake-host-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const [bin, runDirectory] = [join(root, "bin"), join(root, "run")];
  await mkdir(bin);
  await mkdir(runDirectory);

  const program = await which(shell[0]);
  const applets = shell[0] === "busybox" ? ["sh", "env", "dd", "tar", "rm", "cat"] : ["sh"];
  for (const name of applets) await symlink(program, join(bin, name));
  for (const name of ["env", "dd", "tar", "gzip", "rm", "cat", "wc", "sleep"]) {
    if (!applets.includes(name)) await symlink(await which(name), join(bin, name));
  }
  await script(join(bin, "id"), `#!/bin/sh\necho ${uid}\n`);
  await script(
    join(bin, "mktemp"),
    `#!/bin/sh\nexec ${await which("mktemp")} -d "${runDirectory}/\${2##*/}"\n`,
  );
  if (sudo !== "missing") await script(join(bin, "sudo"), SUDO);

  const env = { ...environment, PATH: bin, FAKE_SUDO: sudo };
  const start = (command: string) => spawn(join(bin, "sh"), ["-c", `${bashrc}${command}`], { env });
  const server = await startServer({ exec: (command, channel) => serve(start(command), channel) });
  return { server, spawn: start, left: () => readdir(runDirectory) };
}

/** As sshd does it: the three pipes of the user's shell on the channel. */
function serve(child: ChildProcessWithoutNullStreams, channel: ServerChannel): void {
  child.stdin.on("error", () => {});
  channel.pipe(child.stdin);
  child.stdout.on("data", (data: Buffer) => channel.write(data));
  child.stderr.on("data", (data: Buffer) => channel.stderr.write(data));
  child.on("close", (code) => {
    channel.exit(code ?? 255);
    channel.end();
  });
  channel.on("close", () => child.stdin.end());
}

/** A payload whose agent is this script. */
export async function payloadOf(mainSh: string): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), "payload-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, "agent"));
  await writeFile(join(directory, "agent", "main.sh"), mainSh);
  const { stdout } = await run("tar", ["-czf", "-", "-C", directory, "."], { encoding: "buffer" });
  return stdout;
}

async function script(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o755);
}

async function which(program: string): Promise<string> {
  const { stdout } = await run("sh", ["-c", 'command -v "$1"', "sh", program]);
  return stdout.trim();
}
