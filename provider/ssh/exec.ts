import { PassThrough, type Readable, Writable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { attempt } from "./attempt";
import { type Link, lostError } from "./link";
import { SshError, type SshFailure } from "./sshError";

/** How a command ended; neither, when the host closed the channel without a word. */
export interface Exit {
  readonly code?: number;
  /** `SIGTERM` */
  readonly signal?: string;
}

/** A command that runs on the host. Its output must be read (or resumed): unread output stops it. */
export interface ExecChannel {
  /** Destroyed with an error when the command ends before it has read everything, or the connection is lost. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Rejects with a `lost` SshError when the connection goes away first. There may still be output to read. */
  readonly exit: Promise<Exit>;
  /** When the host has closed it too, or the connection is gone. Never rejects. */
  readonly closed: Promise<void>;
  /** Hangs up; there is no more output at once. The command is not killed by it: it finds its stdin and stdout closed. */
  close(): void;
}

/** sshd opens no more sessions on this connection. */
export class SessionRefused extends SshError {}

/** Runs a command through the user's login shell, without a terminal. */
export function openExec(link: Link, command: string, signal: AbortSignal): Promise<ExecChannel> {
  return attempt(signal, ({ succeed, fail }) => {
    let abandoned = false;
    try {
      link.client.exec(command, (error, channel) => {
        if (error !== undefined) fail(link.unusable() ?? refusedExec(link, error));
        else if (abandoned) channel.close();
        else succeed(overChannel(link, channel));
      });
    } catch {
      // ssh2 throws when its socket is already closed, possibly before it has said so.
      fail(link.unusable() ?? lostError(link.hop, "the host closed it"));
    }
    return () => {
      abandoned = true;
    };
  });
}

function overChannel(link: Link, channel: ClientChannel): ExecChannel {
  // Writing to a channel that the host has just closed: told by `exit` and `stdin`.
  channel.on("error", () => {});
  const exit = exitOf(link, channel);
  const stdout = channel.pipe(new PassThrough());
  const stderr = channel.stderr.pipe(new PassThrough());
  return {
    stdin: stdinOf(link, channel, exit),
    stdout,
    stderr,
    exit,
    closed: new Promise((resolve) => channel.once("close", () => resolve())),
    close() {
      channel.close();
      // ssh2 reports the end of a channel only after its output was read to the end.
      channel.unpipe(stdout).resume();
      channel.stderr.unpipe(stderr).resume();
      stdout.end();
      stderr.end();
    },
  };
}

function exitOf(link: Link, channel: ClientChannel): Promise<Exit> {
  const exit = new Promise<Exit>((resolve, reject) => {
    const gone = (error: SshError | undefined): void => (error === undefined ? resolve({}) : reject(error));
    channel.on("exit", (code: number | null, signal?: string) =>
      resolve(code === null ? { signal } : { code }),
    );
    channel.on("close", () => gone(link.unusable()));
    void link.ended.then(gone);
  });
  // Whoever reads only the output is told by its end.
  exit.catch(() => {});
  return exit;
}

/** ssh2's channel never answers a write that comes after its end, so it can't be piped into safely; this can. */
function stdinOf(link: Link, channel: ClientChannel, exit: Promise<Exit>): Writable {
  const stdin = new Writable({
    // What others say on this connection, "cancel" perhaps, must not wait behind all that this one has to send.
    write: (chunk, _encoding, done) =>
      void channel.write(chunk, () => void link.flushed().then(() => done())),
    final: (done) => void channel.end(done),
  });
  stdin.on("error", () => {});
  const ended = () =>
    new SshError(link.hop, { stage: "exec", problem: "the command ended before it had read everything" });
  exit.then(
    () => stdin.destroy(stdin.writableFinished ? undefined : ended()),
    (lost: unknown) => stdin.destroy(lost instanceof Error ? lost : ended()),
  );
  return stdin;
}

function refusedExec(link: Link, error: Error): SshError {
  const failure: SshFailure = {
    stage: "exec",
    problem: `the host does not run commands for ${link.hop.user}`,
    details: [`It said: ${error.message.replace(/^\(SSH\) /, "")} (sshd_config: ForceCommand, MaxSessions)?`],
  };
  // ssh2 gives the code of RFC 4254, section 5.1, when the channel itself was not opened.
  return "reason" in error ? new SessionRefused(link.hop, failure) : new SshError(link.hop, failure);
}
