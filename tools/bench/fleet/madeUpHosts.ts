import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { type Connection, Server, type ServerChannel } from "ssh2";
import { extract } from "tar-stream";
import { newKey } from "../sshKey";
import { type Asked, answer, type MadeUpHost } from "./madeUpAgent";
import type { Reachable } from "./reachable";

export interface MadeUpHosts {
  readonly hosts: readonly Reachable[];
  close(): void;
}

const BLOCK_BYTES = 512;

/**
 * SSH servers in this process that let everybody in and answer as an agent would (madeUpAgent.ts). No systemd, no files, no
 * shell: what they are asked is forgotten but for what the next answer needs.
 *
 * @param startMs how long the made-up service takes to READY=1
 */
export async function startMadeUpHosts(count: number, startMs = 1_000): Promise<MadeUpHosts> {
  const { privateKey } = newKey();
  const started = await Promise.all(
    Array.from({ length: count }, (_, index) => startOne(index, startMs, privateKey)),
  );
  return {
    hosts: started.map(({ host }) => host),
    close: () => {
      for (const { end } of started) end();
    },
  };
}

async function startOne(
  index: number,
  startMs: number,
  loginKey: string,
): Promise<{ host: Reachable; end: () => void }> {
  const { privateKey, publicKey: hostKey } = newKey();
  let state: MadeUpHost = {
    machine: randomBytes(16).toString("hex"),
    boot: `${randomUUID()}.1`,
    startMs,
    service: undefined,
  };
  const clients = new Set<Connection>();
  const server = new Server({ hostKeys: [privateKey] }, (client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    client.on("error", () => {});
    client.on("authentication", (context) => context.accept());
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        channel.on("error", () => {});
        serve(command, channel, state).then(
          (after) => {
            state = after;
            channel.exit(0);
            channel.end();
          },
          (error: unknown) => {
            channel.stderr.write(`${error}\n`);
            channel.exit(1);
            channel.end();
          },
        );
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const name = `host${String(index + 1).padStart(4, "0")}`;
  return {
    host: { name, address: "127.0.0.1", port, user: "bench", privateKey: loginKey, hostKey },
    end: () => {
      server.close();
      for (const client of clients) client.end();
    },
  };
}

/** One run of the agent. @returns the host afterwards */
async function serve(command: string, channel: ServerChannel, host: MadeUpHost): Promise<MadeUpHost> {
  const [, nonce, blocks] = /' sh '([0-9a-f]+)' ([0-9]+) '/.exec(command) ?? [];
  if (nonce === undefined) throw new Error("that is not the boot script");
  // A packet for each line, which is more packets than a real agent's.
  const say = (lines: readonly string[]) => {
    for (const line of lines) channel.write(`@${nonce} ${line}\n`);
  };
  const input = new Input(channel);
  say(["hello"]);
  const asked = await unpack(await input.take(Number(blocks) * BLOCK_BYTES));
  const moment = {
    at: new Date(),
    monotonicUs: Math.round(performance.now() * 1_000),
    invocation: randomBytes(16).toString("hex"),
  };
  const { first, received, started, service } = answer(host, asked, moment);
  say(first);
  if (received.length > 0) {
    await input.toTheEnd();
    say(received);
    await delay(host.startMs);
    say(started);
  }
  return { ...host, service };
}

/** What comes on a channel: so many bytes, then the rest. */
class Input {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(channel: ServerChannel) {
    // Whoever has iterated over a stream to its end destroys it, and on this one there is still something to say.
    this.#chunks = channel.pipe(new PassThrough())[Symbol.asyncIterator]();
  }

  async take(bytes: number): Promise<Buffer> {
    const parts = [this.#rest];
    for (let had = this.#rest.length; had < bytes; ) {
      const { done, value } = await this.#chunks.next();
      if (done) throw new Error("the payload did not arrive whole");
      parts.push(value);
      had += value.length;
    }
    const all = Buffer.concat(parts);
    this.#rest = all.subarray(bytes);
    return all.subarray(0, bytes);
  }

  async toTheEnd(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }
}

/** The files of the payload that an answer depends on. */
async function unpack(payload: Buffer): Promise<Asked> {
  const archive = extract();
  archive.end(gunzipSync(payload));
  const files = new Map<string, string>();
  for await (const entry of archive) {
    const content = await buffer(entry);
    if (["request", "manifest", "unit"].includes(entry.header.name))
      files.set(entry.header.name, content.toString("utf8"));
  }
  const assignments = (files.get("request") ?? "").matchAll(/^(\w+)='(.*)'$/gm);
  return {
    variables: Object.fromEntries([...assignments].map(([, name, value]) => [name, value])),
    manifest: files.get("manifest") ?? "",
    unitSha256: createHash("sha256")
      .update(files.get("unit") ?? "")
      .digest("hex"),
  };
}
