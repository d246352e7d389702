import { describe, expect, it } from "vitest";
import { connectTo, sshErrorOf } from "./support/client";
import { startJump } from "./support/jump";
import { makeKey } from "./support/keys";
import { startServer, type TestServer } from "./support/server";
import { waitFor } from "./support/waitFor";

function proxySpec(proxy: TestServer) {
  return { host: "127.0.0.1", port: proxy.port, user: "jump", password: "y", hostKey: proxy.hostKey };
}

describe("a host behind a proxy", () => {
  it("is reached through it, and both are left when it is closed", async () => {
    const [proxy, host] = [await startJump(), await startServer()];
    const connection = await connectTo({
      port: host.port,
      password: "x",
      hostKey: host.hostKey,
      proxy: proxySpec(proxy),
    });
    expect(connection.endpoint).toBe(`deploy@127.0.0.1:${host.port}`);
    expect(connection.hostKey).toBe(host.hostKey);
    const channel = await connection.exec("true");
    channel.stdout.resume();
    expect(await channel.exit).toEqual({ code: 0 });
    await connection.close();
    expect(await connection.closed).toBeUndefined();
    await waitFor("nothing is open", () => proxy.open() + host.open() === 0);
  });

  it("has its own host key checked", async () => {
    const [proxy, host] = [await startJump(), await startServer()];
    const error = await sshErrorOf(
      connectTo({ port: host.port, password: "x", hostKey: makeKey().public, proxy: proxySpec(proxy) }),
    );
    expect(error).toMatchObject({ stage: "host-key", hop: "host" });
    expect(error.message).toContain(`The way to it is through jump@127.0.0.1:${proxy.port}.`);
    await waitFor("nothing is open", () => proxy.open() + host.open() === 0);
  });

  it("that refuses is told from a proxy that does", async () => {
    const proxy = await startJump();
    const error = await sshErrorOf(
      connectTo({ port: 1, password: "x", dialErrorLimit: 0, proxy: proxySpec(proxy) }),
    );
    expect(error).toMatchObject({ stage: "dial", hop: "host" });
    expect(error.message).toContain("its proxy cannot connect to it (");
  });

  it("is lost with the proxy, which the error names", async () => {
    const [proxy, host] = [await startJump(), await startServer()];
    const connection = await connectTo({
      port: host.port,
      password: "x",
      hostKey: host.hostKey,
      proxy: proxySpec(proxy),
    });
    proxy.reset();
    expect(await connection.closed).toMatchObject({ stage: "lost", hop: "proxy" });
    await waitFor("nothing is open", () => proxy.open() + host.open() === 0);
  });
});

describe("a proxy", () => {
  it("has its host key checked, and acceptNewHostKey is not for it", async () => {
    const proxy = await startJump();
    const { hostKey: _, ...unknown } = proxySpec(proxy);
    const error = await sshErrorOf(
      connectTo({ port: 1, password: "x", acceptNewHostKey: true, proxy: unknown }),
    );
    expect(error).toMatchObject({ stage: "host-key", hop: "proxy" });
    expect(error.shortMessage).toBe(`jump@127.0.0.1:${proxy.port} (connection.proxy): host key unknown`);
    expect(error.message).toContain("connection.proxy.hostKey");
  });

  it("that does not forward says so", async () => {
    const proxy = await startServer();
    const error = await sshErrorOf(connectTo({ port: 1, password: "x", proxy: proxySpec(proxy) }));
    expect(error.message).toContain("its proxy refuses to connect to it");
  });
});
