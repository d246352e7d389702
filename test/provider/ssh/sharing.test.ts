import { describe, expect, it } from "vitest";
import type { Connection } from "../../../provider/ssh/connection";
import { Connections } from "../../../provider/ssh/connections";
import type { ExecChannel } from "../../../provider/ssh/exec";
import { connectTo, sshErrorOf } from "./support/client";
import { startJump } from "./support/jump";
import { makeKey } from "./support/keys";
import { acceptPassword, PASSWORD } from "./support/logins";
import { type ServerBehaviour, startServer, type TestServer } from "./support/server";
import { waitFor } from "./support/waitFor";

/** Its commands say what they are and go on until the client hangs up. */
const endless: ServerBehaviour["exec"] = (command, channel) => {
  channel.write(`${command}\n`);
  channel.on("end", () => channel.end()).resume();
};

const startEndless = (behaviour: ServerBehaviour = {}) => startServer({ exec: endless, ...behaviour });

function endpoint(server: TestServer, spec: object = {}) {
  return { host: "127.0.0.1", port: server.port, password: "x", hostKey: server.hostKey, ...spec };
}

/** Begins a command, and waits for its first words. */
async function begin(connection: Connection, command: string): Promise<ExecChannel> {
  const channel = await connection.exec(command);
  channel.stderr.resume();
  await new Promise((resolve) => channel.stdout.once("data", resolve));
  channel.stdout.resume();
  return channel;
}

const times = <T>(number: number, each: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: number }, (_, index) => each(index)));

describe("connections to one host", () => {
  it("are one login, also of those who ask at the same time, and each runs commands on it", async () => {
    const server = await startEndless();
    const connections = new Connections();
    const three = await times(3, () => connectTo(endpoint(server), {}, connections));
    const later = await connectTo(endpoint(server), {}, connections);
    for (const connection of [...three, later]) await begin(connection, "one of four");
    expect(server.logins()).toBe(1);
    expect(server.sessions()).toEqual([4]);
    connections.endIdle();
  });

  it("end each for itself: what others have begun goes on", async () => {
    const server = await startEndless();
    const connections = new Connections();
    const [mine, theirs] = await times(2, () => connectTo(endpoint(server), {}, connections));
    const [ended, goesOn] = [await begin(mine as Connection, "a"), await begin(theirs as Connection, "b")];
    await mine?.close();
    expect(await ended.exit).toEqual({});
    expect(await mine?.closed).toBeUndefined();
    expect((await sshErrorOf((mine as Connection).exec("more"))).shortMessage).toContain("it was closed");
    await waitFor("only the other's session is open", () => server.sessions().join() === "1");
    await begin(theirs as Connection, "c");
    goesOn.close();
    expect(server.logins()).toBe(1);
  });

  it("are lost together, and come again as one", async () => {
    const server = await startEndless();
    const connections = new Connections();
    const both = await times(2, () => connectTo(endpoint(server), {}, connections));
    const channels = await Promise.all(both.map((connection) => begin(connection, "a")));
    server.reset();
    for (const { exit } of channels) expect(await sshErrorOf(exit)).toMatchObject({ stage: "lost" });
    for (const { closed } of both) expect(await closed).toMatchObject({ stage: "lost" });
    await times(2, () => connectTo(endpoint(server), {}, connections));
    expect(server.logins()).toBe(2);
  });

  const key = makeKey();
  it.each<[string, object, object]>([
    ["another user", {}, { user: "other" }],
    ["another password", {}, { password: "rotated" }],
    ["a rotated key", { privateKey: key.private }, { privateKey: makeKey().private }],
    ["a key beside the password", {}, { privateKey: key.private }],
  ])("are two for %s", async (_what, one, other) => {
    const server = await startEndless();
    const connections = new Connections();
    await connectTo(endpoint(server, one), {}, connections);
    await connectTo(endpoint(server, other), {}, connections);
    await connectTo(endpoint(server, one), {}, connections);
    expect(server.logins()).toBe(2);
  });

  it.each<[string, object, object]>([
    ["another sudo password", { sudoPassword: "a" }, { sudoPassword: "b" }],
    ["more patience", { dialErrorLimit: 0 }, { dialErrorLimit: 60 }],
    ["a host key that was accepted, and then pinned", { hostKey: undefined, acceptNewHostKey: true }, {}],
  ])("are one with %s", async (_what, one, other) => {
    const server = await startEndless();
    const connections = new Connections();
    await connectTo(endpoint(server, one), {}, connections);
    await connectTo(endpoint(server, other), {}, connections);
    expect(server.logins()).toBe(1);
  });

  it("are none for whoever does not trust the key that was shown, and then tells so", async () => {
    const server = await startEndless();
    const connections = new Connections();
    await connectTo(endpoint(server, { hostKey: undefined, acceptNewHostKey: true }), {}, connections);
    for (const hostKey of [undefined, makeKey().public]) {
      const error = await sshErrorOf(connectTo(endpoint(server, { hostKey }), {}, connections));
      expect(error.stage).toBe("host-key");
    }
    const pinnedHostKey = makeKey().public;
    const error = await sshErrorOf(
      connectTo(endpoint(server, { hostKey: undefined }), { pinnedHostKey }, connections),
    );
    expect(error.message).toContain("pinned in the stack's state");
    expect(server.logins()).toBe(1);
  });
});

describe("a dial for which several wait", () => {
  it("fails for all of them: a wrong password is sent once", async () => {
    let passwords = 0;
    const server = await startServer({
      authenticate: (context) => {
        if (context.method === "password") passwords += 1;
        context.reject(["password"]);
      },
    });
    const connections = new Connections();
    const errors = await times(4, () => sshErrorOf(connectTo(endpoint(server), {}, connections)));
    for (const error of errors) expect(error.stage).toBe("authentication");
    expect(passwords).toBe(1);
  });

  it("is not remembered when it failed", async () => {
    let isSet = false;
    const server = await startServer({
      authenticate: (context) => (isSet ? acceptPassword(context) : context.reject(["password"])),
    });
    const connections = new Connections();
    const spec = endpoint(server, { password: PASSWORD });
    await sshErrorOf(connectTo(spec, {}, connections));
    isSet = true;
    await connectTo(spec, {}, connections);
  });

  it("tells each of them how it goes, and goes on when one of them leaves", async () => {
    const hostKeys = [makeKey()];
    const first = await startServer({ hostKeys });
    const { port } = first;
    await first.close();
    const connections = new Connections();
    const rows: string[][] = [[], []];
    const impatient = new AbortController();
    const spec = endpoint(first);
    const leaving = connectTo(
      spec,
      { signal: impatient.signal, onProgress: (text) => rows[0]?.push(text) },
      connections,
    );
    const staying = connectTo(spec, { onProgress: (text) => rows[1]?.push(text) }, connections);
    await waitFor("both rows say so", () => rows.every((row) => row.length > 0));
    impatient.abort(new Error("cancelled"));
    await expect(leaving).rejects.toThrow("cancelled");
    const server = await startServer({ port, hostKeys, exec: endless });
    await staying;
    expect(rows[0]?.[0]).toBe(rows[1]?.[0]);
    expect(rows[1]?.[0]).toContain("does not answer yet: connection refused (try 1 of 11)");
    expect(server.logins()).toBe(1);
  });

  it("leaves to whoever came late the tries that are his own", async () => {
    const first = await startServer();
    await first.close();
    const connections = new Connections();
    const spec = endpoint(first, { dialErrorLimit: 1 });
    const rows: string[][] = [[], []];
    const early = sshErrorOf(connectTo(spec, { onProgress: (text) => rows[0]?.push(text) }, connections));
    await waitFor("one try has failed", () => rows[0]?.length === 1);
    const late = sshErrorOf(connectTo(spec, { onProgress: (text) => rows[1]?.push(text) }, connections));
    for (const error of [await early, await late]) expect(error.message).toContain("Tried 2 times");
    expect(rows.map((row) => row.length)).toEqual([1, 2]);
  });

  it("is given up with the last of them, and nothing stays open", async () => {
    const server = await startServer({ authenticate: () => {} });
    const connections = new Connections();
    const impatient = new AbortController();
    const dials = times(2, () => connectTo(endpoint(server), { signal: impatient.signal }, connections));
    await waitFor("it is asked for the password", () => server.open() === 1);
    impatient.abort(new Error("cancelled"));
    await expect(dials).rejects.toThrow("cancelled");
    await waitFor("nothing is open", () => server.open() === 0);
  });
});

describe("MaxSessions", () => {
  it("of ten is never met: eight operations share a login, and each may open another session", async () => {
    const server = await startEndless({ maxSessions: 10 });
    const connections = new Connections();
    const operations = await times(10, () => connectTo(endpoint(server), {}, connections));
    await Promise.all(operations.map((operation) => begin(operation, "work")));
    expect([...server.sessions()].sort()).toEqual([2, 8]);
    const beside = await Promise.all(operations.map((operation) => begin(operation, "cancel")));
    expect(server.sessions().every((number) => number <= 10)).toBe(true);
    expect(server.sessions().reduce((sum, number) => sum + number, 0)).toBe(20);
    for (const channel of beside) channel.close();
    await waitFor(
      "only the work goes on",
      () => server.sessions().reduce((sum, each) => sum + each, 0) === 10,
    );
    expect(server.logins()).toBeLessThanOrEqual(3);
  });

  it.each([1, 2, 3])("of %i makes further connections", async (maxSessions) => {
    const server = await startEndless({ maxSessions });
    const connections = new Connections();
    const operations = await times(4, () => connectTo(endpoint(server), {}, connections));
    await Promise.all(operations.map((operation) => begin(operation, "work")));
    await Promise.all(operations.map((operation) => begin(operation, "cancel")));
    expect(server.sessions().reduce((sum, each) => sum + each, 0)).toBe(8);
    await Promise.all(operations.map((operation) => operation.close()));
    connections.endIdle();
    await waitFor("nothing is open", () => server.open() === 0);
  });

  it("of none is an error that names it", async () => {
    const server = await startEndless({ maxSessions: 0 });
    const connection = await connectTo(endpoint(server), {}, new Connections());
    const error = await sshErrorOf(connection.exec("work"));
    expect(error.shortMessage).toMatch(
      /^deploy@127\.0\.0\.1:\d+: the host does not run commands for deploy$/,
    );
    expect(error.message).toContain("MaxSessions");
  });
});

describe("a login that nobody uses", () => {
  it("serves the next who comes, and ends after a while", async () => {
    const server = await startEndless();
    const connections = new Connections({ idleMs: 300 });
    const first = await connectTo(endpoint(server), {}, connections);
    await begin(first, "a");
    await first.close();
    const second = await connectTo(endpoint(server), {}, connections);
    await begin(second, "b");
    expect(server.logins()).toBe(1);
    const idleSince = Date.now();
    await second.close();
    await waitFor("it has ended", () => server.open() === 0);
    expect(Date.now() - idleSince).toBeGreaterThan(250);
  });

  it("ends at once when it is told to, and one that is in use does not", async () => {
    const server = await startEndless();
    const connections = new Connections();
    const [idle, used] = [
      await connectTo(endpoint(server, { user: "idle" }), {}, connections),
      await connectTo(endpoint(server), {}, connections),
    ];
    await idle.close();
    connections.endIdle();
    await waitFor("one is left", () => server.open() === 1);
    await begin(used, "a");
  });

  it("is not given to anybody once its host has closed it", async () => {
    const server = await startEndless();
    const connections = new Connections();
    const first = await connectTo(endpoint(server), {}, connections);
    await first.close();
    server.reset();
    await expect
      .poll(async () => {
        const next = await connectTo(endpoint(server), {}, connections);
        return begin(next, "a").then(
          () => "works",
          () => "lost",
        );
      })
      .toBe("works");
  });
});

describe("a jump host", () => {
  it("is logged in to once for all who go through it, and for its own services", async () => {
    const jump = await startJump({ exec: endless });
    const hosts = await times(3, () => startEndless());
    const connections = new Connections();
    const proxy = endpoint(jump, { user: "deploy" });
    const own = await connectTo(endpoint(jump), {}, connections);
    const behind = await Promise.all(
      hosts.map((host) => connectTo(endpoint(host, { proxy }), {}, connections)),
    );
    for (const connection of [own, ...behind]) await begin(connection, "a");
    expect([jump, ...hosts].map((server) => server.logins())).toEqual([1, 1, 1, 1]);
    await Promise.all([own, ...behind].map((connection) => connection.close()));
    expect(jump.open()).toBe(1);
    connections.endIdle();
    await waitFor("nothing is open", () => [jump, ...hosts].every((server) => server.open() === 0));
  });

  it("that is lost is named by all behind it, and is dialled once again", async () => {
    const jump = await startJump();
    const hosts = await times(2, () => startEndless());
    const connections = new Connections();
    const specs = hosts.map((host) => endpoint(host, { proxy: endpoint(jump, { user: "jump" }) }));
    const behind = await Promise.all(specs.map((spec) => connectTo(spec, {}, connections)));
    const channels = await Promise.all(behind.map((connection) => begin(connection, "a")));
    jump.reset();
    for (const { exit } of channels) {
      const error = await sshErrorOf(exit);
      expect(error.shortMessage).toContain(`jump@127.0.0.1:${jump.port} (connection.proxy): connection lost`);
    }
    await Promise.all(specs.map((spec) => connectTo(spec, {}, connections)));
    expect(jump.logins()).toBe(2);
  });

  it("that is used by a host's services stays when one of two hosts is left", async () => {
    const jump = await startJump();
    const [one, other] = [await startEndless(), await startEndless()];
    const connections = new Connections({ idleMs: 0 });
    const proxy = endpoint(jump, { user: "jump" });
    const first = await connectTo(endpoint(one, { proxy }), {}, connections);
    const second = await connectTo(endpoint(other, { proxy }), {}, connections);
    await first.close();
    await waitFor("the first host is left", () => one.open() === 0);
    await begin(second, "a");
    await second.close();
    await waitFor("the jump host is left", () => jump.open() === 0);
  });

  it("has its key asked of everybody who goes through it", async () => {
    const jump = await startJump();
    const host = await startEndless();
    const connections = new Connections();
    await connectTo(endpoint(host, { proxy: endpoint(jump) }), {}, connections);
    const proxy = endpoint(jump, { hostKey: makeKey().public });
    const error = await sshErrorOf(connectTo(endpoint(host, { proxy }), {}, connections));
    expect(error).toMatchObject({ stage: "host-key", hop: "proxy" });
  });
});
