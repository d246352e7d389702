import dns from "node:dns";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { connectTo, sshErrorOf } from "./support/client";
import { startJump } from "./support/jump";
import { makeKey } from "./support/keys";
import { startServer, type TestServer } from "./support/server";
import { waitFor } from "./support/waitFor";

function endpoint(server: TestServer, user: string) {
  return { host: "127.0.0.1", port: server.port, user, password: "x", hostKey: server.hostKey };
}

async function startChain() {
  const [outer, middle, inner, host] = [
    await startJump(),
    await startJump(),
    await startJump(),
    await startServer(),
  ];
  const proxy = {
    ...endpoint(inner, "inner"),
    proxy: { ...endpoint(middle, "middle"), proxy: endpoint(outer, "outer") },
  };
  return { outer, middle, inner, host, spec: { ...endpoint(host, "deploy"), proxy } };
}

it("a host behind three proxies is reached through them, outermost first, and all are left", async () => {
  const { outer, middle, inner, host, spec } = await startChain();
  const connection = await connectTo(spec);
  expect(outer.targets).toEqual([middle.port]);
  expect(middle.targets).toEqual([inner.port]);
  expect(inner.targets).toEqual([host.port]);
  await connection.close();
  await waitFor("nothing is open", () => [outer, middle, inner, host].every((server) => server.open() === 0));
});

it("a proxy that fails is named by its place in the chain, with the way to it", async () => {
  const { outer, spec } = await startChain();
  const middle = { ...spec.proxy.proxy, hostKey: makeKey().public };
  const error = await sshErrorOf(connectTo({ ...spec, proxy: { ...spec.proxy, proxy: middle } }));
  expect(error).toMatchObject({ stage: "host-key", hop: "proxy" });
  expect(error.shortMessage).toContain(
    `middle@127.0.0.1:${middle.port} (connection.proxy.proxy): host key mismatch`,
  );
  expect(error.message).toContain("connection.proxy.proxy.hostKey");
  expect(error.message).toContain(`The way to it is through outer@127.0.0.1:${outer.port}.`);
});

it("a chain that breaks names the proxy that went", async () => {
  const { outer, spec } = await startChain();
  const connection = await connectTo(spec);
  outer.reset();
  expect(await connection.closed).toMatchObject({ stage: "lost", endpoint: `outer@127.0.0.1:${outer.port}` });
});

/** web1 behind its ProxyJump, as a configuration has it that knows the key of web1, and of the jump host if `isJumpKnown`. */
async function configuredWay(isJumpKnown: boolean) {
  const [jump, host] = [await startJump(), await startServer()];
  const path = await mkdtemp(join(tmpdir(), "alias-"));
  onTestFinished(() => rm(path, { recursive: true }));
  await writeFile(join(path, "key"), makeKey().private);
  const known = [`alias-of-web1 ${host.hostKey}`, `[127.0.0.1]:${jump.port} ${jump.hostKey}`];
  await writeFile(join(path, "known"), known.slice(0, isJumpKnown ? 2 : 1).join("\n"));
  const config = join(path, "config");
  await writeFile(
    config,
    `Host *
  HostName 127.0.0.1
  IdentityFile ${path}/key
  IdentityAgent none
  UserKnownHostsFile ${path}/known
Host web1
  User deploy
  Port ${host.port}
  HostKeyAlias alias-of-web1
  ProxyJump bastion
Host bastion
  Port ${jump.port}
`,
  );
  return { jump, host, connect: () => connectTo({ host: "web1", user: undefined, config }) };
}

it("an alias is reached by its configuration: host, user, key, proxy and known_hosts", async () => {
  const { jump, host, connect } = await configuredWay(true);
  expect((await connect()).endpoint).toBe(`deploy@127.0.0.1:${host.port}`);
  expect(jump.targets).toEqual([host.port]);
});

it("a jump host that only the configuration names is called as it is there", async () => {
  const { jump, connect } = await configuredWay(false);
  const error = await sshErrorOf(connect());
  expect(error.shortMessage).toBe(`root@127.0.0.1:${jump.port} (ProxyJump of web1): host key unknown`);
  expect(error.message).toContain("connection.proxy in the program would take its place");
});

it("a name with addresses of both families has all of them tried", async () => {
  const server = await startServer();
  const addresses = [
    { address: "::1", family: 6 },
    { address: "127.0.0.1", family: 4 },
  ];
  const lookup = vi
    .spyOn(dns, "lookup")
    .mockImplementation(((
      _name: string,
      _options: unknown,
      callback: (error: null, found: typeof addresses) => void,
    ) => process.nextTick(callback, null, addresses)) as typeof dns.lookup);
  onTestFinished(() => lookup.mockRestore());
  const spec = { host: "both.example", password: "x", hostKey: server.hostKey, dialErrorLimit: 0 };
  await connectTo({ ...spec, port: server.port });
  const error = await sshErrorOf(connectTo({ ...spec, port: 1 }));
  expect(error.message).toMatch(/Tried ::1: .*; 127\.0\.0\.1: connection refused\./);
});
