import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLost } from "../../../provider/ssh/sshError";
import { startHosts } from "../../../tools/hosts/startHosts";
import { OPERATOR_PASSWORD, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { connectToHost, specOf, sshErrorOf } from "./connectToHost";

describe("real sshd", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let other: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ count: 2 });
    const [first, second] = hosts.hosts;
    if (first === undefined || second === undefined) throw new Error("two hosts were wanted");
    host = first;
    other = second;
  });
  afterAll(() => hosts?.stop());

  it("shows the key that the host was made with", async () => {
    const connection = await connectToHost(specOf(host, { hostKey: undefined, acceptNewHostKey: true }));
    expect(connection.hostKey).toBe(host.hostKey);
  });

  it("takes a password", async () => {
    await connectToHost(
      specOf(host, { user: "operator", privateKey: undefined, password: OPERATOR_PASSWORD }),
    );
  });

  it("refuses a wrong one, which is sent once and never shown", async () => {
    const error = await sshErrorOf(
      connectToHost(specOf(host, { user: "operator", privateKey: undefined, password: "battery staple" })),
    );
    expect(error.stage).toBe("authentication");
    expect(error.message).toMatch(/Tried: (password|keyboard-interactive with the password)\./);
    expect(error.message).not.toContain("battery staple");
  });

  it("with the key of another host is a mismatch", async () => {
    const error = await sshErrorOf(connectToHost(specOf(host, { hostKey: other.hostKey })));
    expect(error).toMatchObject({ stage: "host-key" });
    expect(error.message).toContain("host key mismatch");
  });

  it("is reached through another as its proxy", async () => {
    const { acceptNewHostKey: _, ...proxy } = specOf(other);
    const connection = await connectToHost({ ...specOf(host), proxy });
    const channel = await connection.exec("hostname");
    const output = Buffer.concat(await channel.stdout.toArray()).toString();
    expect(output.trim()).toBe((await host.run("hostname")).stdout.trim());
    expect(await channel.exit).toEqual({ code: 0 });
  });

  it("that lets only root in while it boots is waited for", async () => {
    await host.run("echo 'System is booting up. See pam_nologin(8).' >/run/nologin");
    const progress: string[] = [];
    const connecting = connectToHost(specOf(host), {
      onProgress: (text) => {
        progress.push(text);
        if (progress.length === 2) void host.run("rm /run/nologin");
      },
    });
    await connecting;
    expect(progress[0]).toContain("hung up on deploy during the authentication (try 1 of 11)");
  });

  it("of a host that reboots is lost, and waited for by the next connection", async () => {
    const before = await connectToHost(specOf(host), { silenceLimitMs: 3_000 });
    const rebooting = host.reboot("hard");
    expect(isLost(await before.closed)).toBe(true);
    await connectToHost(specOf(host));
    await rebooting;
  });

  it("that cannot be reached at first is waited for", async () => {
    await host.network("reset");
    const progress: string[] = [];
    await connectToHost(specOf(host), {
      onProgress: (text) => {
        progress.push(text);
        if (progress.length === 2) void host.network("up");
      },
    });
    expect(progress[0]).toBe(`${host.address} does not answer yet: connection refused (try 1 of 11)`);
  });

  it("that nothing is heard of is given up after the time and the tries that it has", async () => {
    await host.network("silent");
    try {
      const spec = specOf(host, { perDialTimeout: 1, dialErrorLimit: 1 });
      const error = await sshErrorOf(connectToHost(spec));
      expect(error.message).toBe(
        `deploy@${host.address}:22: no answer within 1 s\n` +
          "  Is the address right, is the machine up, does a firewall drop packets to that port?\n" +
          "  Tried 2 times (connection.dialErrorLimit: 1).",
      );
    } finally {
      await host.network("up");
    }
  });

  it("that accepts the connection and says nothing yet is waited for", async () => {
    await host.run("systemctl kill --signal=STOP ssh");
    const progress: string[] = [];
    const connecting = connectToHost(specOf(host, { perDialTimeout: 1 }), {
      onProgress: (text) => {
        progress.push(text);
        void host.run("systemctl kill --signal=CONT ssh");
      },
    });
    await connecting;
    expect(progress[0]).toBe(
      `${host.address} does not answer yet: no SSH handshake within 1 s (try 1 of 11)`,
    );
  });

  it.each(["silent", "reset"] as const)("over a network that is %s is a lost connection", async (state) => {
    const connection = await connectToHost(specOf(host), { silenceLimitMs: 3_000 });
    const channel = await connection.exec("sleep 100");
    channel.stdout.resume();
    await host.network(state);
    try {
      expect(isLost(await connection.closed)).toBe(true);
      expect(isLost(await sshErrorOf(channel.exit))).toBe(true);
    } finally {
      await host.network("up");
    }
  });
});
