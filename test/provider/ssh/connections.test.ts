import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectTo, sshErrorOf } from "./support/client";
import { makeKey } from "./support/keys";
import { startServer } from "./support/server";
import { waitFor } from "./support/waitFor";

/** A port on which nothing listens: it was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A TCP server that is not sshd. */
async function startTcp(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {}).resume();
    onTestFinished(() => void socket.destroy());
    onSocket(socket);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sockets and timers that keep this process alive. */
function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind)).length;
}

async function knownHostsFile(text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "known-hosts-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "known_hosts");
  await writeFile(file, text);
  return file;
}

describe("connect", () => {
  it("runs commands, tells how they end, and leaves nothing open", async () => {
    const server = await startServer({
      exec: (command, channel) => {
        channel.write(`ran ${command}`);
        channel.stderr.write("and complained");
        if (command === "killed") channel.exit("KILL");
        else channel.exit(3);
        channel.end();
      },
    });
    const before = openHandles();
    const connection = await connectTo({ port: server.port, password: "x", hostKey: server.hostKey });
    expect(connection.endpoint).toBe(`deploy@127.0.0.1:${server.port}`);
    expect(connection.hostKey).toBe(server.hostKey);

    const channel = await connection.exec("id");
    const [out, err] = await Promise.all([channel.stdout.toArray(), channel.stderr.toArray()]);
    expect(String(Buffer.concat(out))).toBe("ran id");
    expect(String(Buffer.concat(err))).toBe("and complained");
    expect(await channel.exit).toEqual({ code: 3 });

    const killed = await connection.exec("killed");
    killed.stdout.resume();
    expect(await killed.exit).toEqual({ signal: "SIGKILL" });

    await connection.close();
    expect(await connection.closed).toBeUndefined();
    await waitFor("the server sees no connection", () => server.open() === 0);
    await waitFor("no handle is left", () => openHandles() <= before);
  });

  it("waits for a host that is still booting, and says so", async () => {
    const port = await freePort();
    const hostKey = makeKey();
    const progress: string[] = [];
    const connecting = connectTo(
      { port, password: "x", hostKey: hostKey.public },
      { onProgress: (text) => progress.push(text) },
    );
    await waitFor("a dial has failed", () => progress.length > 0);
    await startServer({ port, hostKeys: [hostKey] });
    await connecting;
    expect(progress[0]).toBe(`127.0.0.1:${port} does not answer yet: connection refused (try 1 of 11)`);
  });

  it("gives up after dialErrorLimit, and says how often it tried and what it may be", async () => {
    const progress: string[] = [];
    const error = await sshErrorOf(
      connectTo(
        { port: await freePort(), password: "x", dialErrorLimit: 1 },
        { onProgress: (text) => progress.push(text) },
      ),
    );
    expect(error.stage).toBe("dial");
    expect(error.message).toContain("connection refused");
    expect(error.message).toContain("nothing listens on that port");
    expect(error.message).toContain("Tried 2 times (connection.dialErrorLimit: 1)");
    expect(progress).toHaveLength(1);
  });

  it("tries again when sshd drops it before the handshake", async () => {
    let dials = 0;
    const port = await startTcp((socket) => {
      dials += 1;
      socket.end();
    });
    const error = await sshErrorOf(connectTo({ port, password: "x", dialErrorLimit: 1 }));
    expect(dials).toBe(2);
    expect(error).toMatchObject({ stage: "handshake" });
    expect(error.message).toContain("closed during the SSH handshake");
    expect(error.message).toContain("MaxStartups");
  });

  it("gives a server that says nothing perDialTimeout seconds", async () => {
    const port = await startTcp(() => {});
    const error = await sshErrorOf(
      connectTo({ port, password: "x", dialErrorLimit: 0, perDialTimeout: 0.2 }),
    );
    expect(error.shortMessage).toBe(`deploy@127.0.0.1:${port}: no SSH handshake within 0.2 s`);
  });

  it("tells a name that does not exist from a host that does not answer", async () => {
    const error = await sshErrorOf(
      connectTo({ host: "no-such-host.invalid", password: "x", dialErrorLimit: 0 }),
    );
    expect(error.stage).toBe("resolve");
  });

  it("ends at once when it is aborted, with nothing open", async () => {
    let seen = 0;
    const port = await startTcp((socket) => {
      seen += 1;
      socket.on("close", () => {
        seen -= 1;
      });
    });
    const abort = new AbortController();
    const connecting = connectTo({ port, password: "x" }, { signal: abort.signal });
    await waitFor("it is in the handshake", () => seen === 1);
    abort.abort(new Error("cancelled"));
    await expect(connecting).rejects.toThrow("cancelled");
    await waitFor("the socket is closed", () => seen === 0);
  });
});

describe("host keys", () => {
  const [key, other, ecdsa] = [makeKey(), makeKey(), makeKey("ecdsa")];

  it("are found in known_hosts", async () => {
    const server = await startServer({ hostKeys: [key] });
    const file = await knownHostsFile(`[127.0.0.1]:${server.port} ${key.public}\n`);
    const connection = await connectTo({ port: server.port, password: "x" }, { knownHostsFiles: [file] });
    expect(connection.hostKey).toBe(server.hostKey);
  });

  it("are asked for by the types that are known", async () => {
    const server = await startServer({ hostKeys: [key, ecdsa] });
    const file = await knownHostsFile(`127.0.0.1 ${ecdsa.public}\n`);
    const connection = await connectTo({ port: server.port, password: "x" }, { knownHostsFiles: [file] });
    expect(connection.hostKey).toMatch(/^ecdsa-sha2-nistp256 /);
  });

  it("that are unknown are refused before any password is sent", async () => {
    let asked = false;
    const server = await startServer({
      authenticate: () => {
        asked = true;
      },
    });
    const error = await sshErrorOf(connectTo({ port: server.port, password: "x" }));
    expect(error).toMatchObject({ stage: "host-key", hop: "host" });
    expect(error.message).toContain(`connection.hostKey: "${server.hostKey}"`);
    expect(asked).toBe(false);
    await waitFor("the socket is closed", () => server.open() === 0);
  });

  it("that are unknown are accepted with acceptNewHostKey, and can be pinned", async () => {
    const server = await startServer({ hostKeys: [key] });
    const spec = { port: server.port, password: "x", acceptNewHostKey: true };
    const { hostKey } = await connectTo(spec);
    await connectTo(spec, { pinnedHostKey: hostKey });
    const error = await sshErrorOf(connectTo(spec, { pinnedHostKey: other.public }));
    expect(error.stage).toBe("host-key");
    expect(error.message).toContain("pinned in the stack's state");
  });

  it("that are stated outrank a pinned one", async () => {
    const server = await startServer({ hostKeys: [key] });
    await connectTo(
      { port: server.port, password: "x", hostKey: key.public },
      { pinnedHostKey: other.public },
    );
  });

  it("that have changed are an error at once", async () => {
    const server = await startServer({ hostKeys: [key] });
    const progress: string[] = [];
    const error = await sshErrorOf(
      connectTo(
        { port: server.port, password: "x", hostKey: other.public },
        { onProgress: (t) => progress.push(t) },
      ),
    );
    expect(error.message).toContain("host key mismatch");
    expect(progress).toEqual([]);
  });

  it("that are no keys are an error before any dial", async () => {
    const error = await sshErrorOf(connectTo({ port: 1, password: "x", hostKey: "SHA256:abc" }));
    expect(error.message).toContain("connection.hostKey is not a public key");
  });

  it("cannot be checked against a file that cannot be read", async () => {
    const directory = await mkdtemp(join(tmpdir(), "known-hosts-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const error = await sshErrorOf(connectTo({ port: 1, password: "x" }, { knownHostsFiles: [directory] }));
    expect(error.message).toContain(`${directory} cannot be read (EISDIR)`);
  });
});
