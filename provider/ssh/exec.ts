import { type Readable, Writable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { attempt } from "./attempt";
import { type Link, lostError } from "./link";
import { SshError } from "./sshError";

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
  /** Hangs up. The command is not killed by it: it finds its stdin and stdout closed. */
  close(): void;
}

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
  return {
    stdin: stdinOf(link, channel, exit),
    stdout: channel,
    stderr: channel.stderr,
    exit,
    close() {
      channel.close();
      // ssh2 reports the end of a channel only after its output was read to the end.
      channel.resume();
      channel.stderr.resume();
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
    write: (chunk, _encoding, done) => void channel.write(chunk, done),
    final: (done) => void channel.end(done),
  });
  stdin.on("error", () => {});
  const ended = new SshError(link.hop, {
    stage: "exec",
    problem: "the command ended before it had read everything",
  });
  exit.then(
    () => stdin.destroy(stdin.writableFinished ? undefined : ended),
    (lost: unknown) => stdin.destroy(lost instanceof Error ? lost : ended),
  );
  return stdin;
}

function refusedExec(link: Link, error: Error): SshError {
  return new SshError(link.hop, {
    stage: "exec",
    problem: `the host does not run commands for ${link.hop.user}`,
    details: [`It said: ${error.message.replace(/^\(SSH\) /, "")} (sshd_config: ForceCommand, MaxSessions)?`],
  });
}
