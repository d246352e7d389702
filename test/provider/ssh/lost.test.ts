import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { isLost } from "../../../provider/ssh/sshError";
import { connectTo, sshErrorOf } from "./support/client";
import { startRelay } from "./support/relay";
import { startServer, type TestServer } from "./support/server";
import { waitFor } from "./support/waitFor";

/** Its commands say "begun" and go on for ever. */
function startEndless(): Promise<TestServer> {
  return startServer({ exec: (_command, channel) => void channel.write("begun\n") });
}

async function connectThroughRelay(silenceLimitMs = 30_000) {
  const server = await startEndless();
  const relay = await startRelay(server.port);
  const spec = { port: relay.port, password: "x", hostKey: server.hostKey };
  const connection = await connectTo(spec, { silenceLimitMs });
  const channel = await connection.exec("endless");
  channel.stdout.resume();
  return { server, relay, connection, channel };
}

describe("a connection that is reset", () => {
  it("ends everything on it with a lost error", async () => {
    const { relay, connection, channel } = await connectThroughRelay();
    relay.reset();
    const error = await sshErrorOf(channel.exit);
    expect(isLost(error)).toBe(true);
    expect(error.shortMessage).toMatch(/^deploy@127\.0\.0\.1:\d+: connection lost: connection reset$/);
    expect(await connection.closed).toMatchObject({ stage: "lost" });
    expect(await sshErrorOf(connection.exec("more"))).toMatchObject({ stage: "lost" });
  });

  it("ends what is being written to it", async () => {
    const { relay, channel } = await connectThroughRelay();
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    const writing = pipeline(endless, channel.stdin);
    relay.reset();
    await expect(writing).rejects.toThrow("connection lost");
  });
});

describe("a silent network", () => {
  it("is noticed within the limit", async () => {
    const { relay, connection } = await connectThroughRelay(300);
    relay.silence();
    const began = Date.now();
    const error = await connection.closed;
    expect(error?.shortMessage).toContain("connection lost: nothing was heard for 0.3 s");
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it("is not seen in a host that has nothing to say: it answers keep-alives", async () => {
    const { connection } = await connectThroughRelay(300);
    let lost = false;
    void connection.closed.then(() => {
      lost = true;
    });
    const until = Date.now() + 1_000;
    await waitFor("three times the limit has passed", () => Date.now() > until);
    expect(lost).toBe(false);
  });

  it("does not keep close from ending", async () => {
    const { relay, connection } = await connectThroughRelay();
    relay.silence();
    const began = Date.now();
    await connection.close();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await connection.closed).toBeUndefined();
  });
});

describe("a host that goes away", () => {
  it("is a lost connection too", async () => {
    const server = await startServer({
      exec: (_command, _channel, client) => void client.end(),
    });
    const connection = await connectTo({ port: server.port, password: "x", hostKey: server.hostKey });
    const error = await sshErrorOf(connection.exec("shutdown").then((channel) => channel.exit));
    expect(error.shortMessage).toContain("connection lost: the host closed it");
  });
});

describe("a command that ends before it has read everything", () => {
  it("ends the writing with an error that is not a loss", async () => {
    const server = await startServer({
      exec: (_command, channel) => {
        channel.once("data", () => {
          channel.exit(0);
          channel.end();
        });
      },
    });
    const connection = await connectTo({ port: server.port, password: "x", hostKey: server.hostKey });
    const channel = await connection.exec("head -c 1");
    const error = await sshErrorOf(
      pipeline(Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(65_536))), channel.stdin),
    );
    expect(error.message).toContain("ended before it had read everything");
    expect(isLost(error)).toBe(false);
    expect(await channel.exit).toEqual({ code: 0 });
  });
});
