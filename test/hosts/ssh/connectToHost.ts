import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import type { Connection } from "../../../provider/ssh/connection";
import type { ConnectionSpec } from "../../../provider/ssh/connectionSpec";
import { Connections, type ConnectionsOptions, type ConnectOptions } from "../../../provider/ssh/connections";
import { openRootShell, type RootShell } from "../../../provider/ssh/rootShell";
import { SshError } from "../../../provider/ssh/sshError";
import type { TestHost } from "../../../tools/hosts/testHost";

export function specOf(host: TestHost, spec: Partial<ConnectionSpec> = {}): ConnectionSpec {
  const { address, port, user, privateKey, hostKey } = host;
  return { host: address, port, user, privateKey, hostKey, ...spec };
}

/** Connects, and closes after the test. Each has a login of its own, unless it is one of `connections`. */
export async function connectToHost(
  spec: ConnectionSpec,
  { silenceLimitMs, ...options }: Partial<ConnectOptions & ConnectionsOptions> = {},
  connections = new Connections({ idleMs: 0, silenceLimitMs }),
): Promise<Connection> {
  const connection = await connections.connect(spec, {
    signal: new AbortController().signal,
    onProgress: () => {},
    knownHostsFiles: [],
    ...options,
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** Tells who it is and how much came after the payload, and removes its directory. */
const AGENT = 'echo "@$2 uid $(id -u)"; echo "@$2 rest $(cat | wc -c)"; rm -rf "$1"; exit 7\n';

export async function becomeRoot(connection: Connection, sudoPassword?: string): Promise<RootShell> {
  const directory = await mkdtemp(join(tmpdir(), "payload-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, "agent"));
  await writeFile(join(directory, "agent", "main.sh"), AGENT);
  const tar = await promisify(execFile)("tar", ["-czf", "-", "-C", directory, "."], { encoding: "buffer" });
  return openRootShell(connection, {
    payload: tar.stdout,
    sudoPassword,
    signal: new AbortController().signal,
  });
}

/** The lines of {@link AGENT}, after five bytes of input. */
export async function conversation(shell: RootShell): Promise<readonly string[]> {
  shell.input.end("12345");
  const lines: string[] = [];
  for await (const line of shell.lines) lines.push(line);
  return lines;
}

/** The SshError that a promise must end with. */
export async function sshErrorOf(promise: Promise<unknown>): Promise<SshError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SshError) return error;
    throw error;
  }
  throw new Error("an SshError was expected, and it succeeded");
}
