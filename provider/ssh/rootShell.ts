import { randomBytes } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { attempt } from "./attempt";
import { BLOCK_BYTES, bootCommand, paddedToBlocks } from "./bootScript";
import type { Connection } from "./connection";
import { beginElevation, bootFailure, bootTimeout, onExit, onLine, onStderr, type Step } from "./elevate";
import type { ExecChannel, Exit } from "./exec";
import { nonceLines } from "./nonceLines";
import { SshError, type SshFailure, type SshPlace } from "./sshError";

/** Time for the login shell, for sudo and its PAM modules. */
const BOOT_LIMIT_MS = 60_000;

/** Of stderr, and of stdout that is not ours. */
const TAIL_CHARS = 16 * 1024;

export interface RootShellOptions {
  /** A gzipped tar with `agent/main.sh` in it (docs/agent-protocol.md, section 2). */
  readonly payload: Buffer;
  /** For a sudo that asks. Written only at its prompt. */
  readonly sudoPassword?: string;
  /** Ends the opening. The shell, once open, is ended by its `close`. */
  readonly signal: AbortSignal;
}

/** The agent, running as root. */
export interface RootShell {
  readonly nonce: string;
  /**
   * What it says: the lines after `@nonce `, without that. To be read once, and to the end. After the last line it throws
   * an SshError if the connection was lost (`lost`) or the payload did not arrive whole (`exec`).
   */
  readonly lines: AsyncIterable<string>;
  /** Its stdin, the payload already on the way. Destroyed with an error when it ends before it has read everything. */
  readonly input: Writable;
  /** The end of what it wrote to stderr, for diagnosis; the sudo password is never in it. */
  stderrTail(): string;
  /** Rejects with a `lost` SshError when the connection goes first. */
  readonly exit: Promise<Exit>;
  /** Hangs up. What runs detached goes on. */
  close(): void;
}

/**
 * Becomes root on the host and starts the agent there.
 *
 * @throws SshError of stage `sudo` or `exec` that says why that can't be, or `lost`; or `signal.reason`. The connection
 * stays open.
 */
export async function openRootShell(connection: Connection, options: RootShellOptions): Promise<RootShell> {
  const nonce = randomBytes(12).toString("hex");
  const payload = paddedToBlocks(options.payload);
  const command = bootCommand(nonce, payload.length / BLOCK_BYTES);
  const channel = await connection.exec(command, options.signal);

  let noise = "";
  const ours = nonceLines(nonce, (line) => {
    noise = `${noise}${line}\n`.slice(-TAIL_CHARS);
  });
  channel.stdout.pipe(ours);
  channel.stderr.setEncoding("utf8");
  try {
    await becomeRoot(connection.place, channel, ours, { ...options, payload, nonce, noise: () => noise });
  } catch (error) {
    channel.close();
    throw error;
  }

  let stderr = "";
  channel.stderr.on("data", (text: string) => {
    stderr = (stderr + text).slice(-TAIL_CHARS);
  });
  return {
    nonce,
    lines: untilTheEnd(connection.place, channel, ours),
    input: channel.stdin,
    stderrTail: () => redacted(stderr, options.sudoPassword),
    exit: channel.exit,
    close: () => channel.close(),
  };
}

interface BootOptions extends RootShellOptions {
  readonly nonce: string;
  noise(): string;
}

/** Drives the state machine of elevate.ts with what comes on the channel, up to root's hello. */
function becomeRoot(
  place: SshPlace,
  channel: ExecChannel,
  ours: Readable,
  { nonce, payload, sudoPassword, signal, noise }: BootOptions,
): Promise<void> {
  return attempt(signal, ({ succeed, fail, limit }) => {
    let elevation = beginElevation(nonce, sudoPassword !== undefined);
    const error = (failure: SshFailure): SshError =>
      new SshError(place, withoutSecret(failure, sudoPassword));
    const take = (step: Step): void => {
      elevation = step.elevation;
      if (step.failure !== undefined) fail(error(step.failure));
      if (step.send === "password") channel.stdin.write(`${sudoPassword}\n`);
      if (step.send === "payload") {
        channel.stdin.write(payload);
        stopListening();
        succeed();
      }
    };
    const takeLine = (line: string): void => take(onLine(elevation, line));
    const takeStderr = (text: string): void => take(onStderr(elevation, text));
    const takeEnd = async (): Promise<void> => {
      const exit = await channel.exit;
      // sshd may report the exit before the last words.
      await finished(channel.stderr).catch(() => {});
      fail(error(onExit(elevation, exit, noise())));
    };
    const ended = (): void => void takeEnd().catch(fail);
    const stopListening = (): void => {
      ours.off("data", takeLine).off("end", ended).pause();
      channel.stderr.off("data", takeStderr);
    };

    limit(BOOT_LIMIT_MS, () => error(bootTimeout(elevation, BOOT_LIMIT_MS)));
    ours.on("data", takeLine).on("end", ended);
    channel.stderr.on("data", takeStderr);
    return stopListening;
  });
}

async function* untilTheEnd(place: SshPlace, channel: ExecChannel, ours: Readable): AsyncGenerator<string> {
  for await (const line of ours) {
    const failure = bootFailure(line);
    if (failure !== undefined) throw new SshError(place, failure);
    yield line;
  }
  await channel.exit;
}

/** No sudo that we know repeats a password; one that asks through a broken PAM module might. */
function redacted(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, "[secret]") : text;
}

function withoutSecret(failure: SshFailure, secret: string | undefined): SshFailure {
  return { ...failure, details: failure.details?.map((line) => redacted(line, secret)) };
}
