import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionSpec, ProxySpec } from "../../../provider/ssh/connectionSpec";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { connectToHost, specOf, sshErrorOf } from "./connectToHost";
import { startSshds } from "./sshds";

const OUTER = 2201;
const INNER = 2202;
const FORBIDDING = 2203;
const NO_SSHD = 2204;
const WEB_SERVER = 2205;
const SSHDS: Readonly<Record<number, readonly string[]>> = {
  [OUTER]: ["MaxStartups=10:30:100"],
  [INNER]: ["MaxStartups=10:30:100"],
  [FORBIDDING]: ["AllowTcpForwarding=no"],
};

const run = promisify(execFile);

/** Of a public key, as ssh-keygen(1) has it: `SHA256:…`. */
async function fingerprint(key: string): Promise<string> {
  const running = run("ssh-keygen", ["-l", "-f", "-"]);
  running.child.stdin?.end(key);
  return (await running).stdout.split(" ")[1] ?? "";
}

/** Two machines: the host and the sshds above on one, the jump host in the middle is the other. */
describe("jump hosts in a row", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let middleHost: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ count: 2 });
    [host, middleHost] = hosts.hosts as [TestHost, TestHost];
    await startSshds(host, SSHDS);
    await middleHost.run(`systemd-run -q -u web python3 -m http.server ${WEB_SERVER}`);
    await middleHost.run(`until ss -Hltn 'sport = :${WEB_SERVER}' | grep -q .; do sleep 0.1; done`);
  });
  afterAll(() => hosts?.stop());

  const jump = (port: number, spec: Partial<ProxySpec> = {}): ProxySpec => {
    const { acceptNewHostKey: _, ...endpoint } = specOf(host, { port });
    return { ...endpoint, ...spec };
  };
  /** From us to `outer`, then `middle`, then `inner`, and the host. */
  const chain = (middle: Partial<ProxySpec> = {}, outer = OUTER): ConnectionSpec => {
    const { acceptNewHostKey: _, ...endpoint } = specOf(middleHost, { dialErrorLimit: 0 });
    return specOf(host, {
      proxy: jump(INNER, { proxy: { ...endpoint, proxy: jump(outer), ...middle } }),
    });
  };

  it("are gone through, whatever machine they are on", async () => {
    const connection = await connectToHost(chain());
    const channel = await connection.exec("hostname; echo $SSH_CLIENT");
    const output = Buffer.concat(await channel.stdout.toArray()).toString();
    // It comes from the jump host before it, which is another sshd of the same machine.
    const [name, from] = output.split(/\s+/);
    expect([name, from]).toEqual([(await host.run("hostname")).stdout.trim(), host.address]);
  });

  it("let thirty logins at once through, and no sshd drops one (MaxStartups)", async () => {
    const complaints: string[] = [];
    const proxy = jump(INNER, { proxy: jump(OUTER) });
    const connections = await Promise.all(
      Array.from({ length: 30 }, () =>
        connectToHost(
          { ...specOf(host), host: "127.0.0.1", proxy },
          { onProgress: (text) => complaints.push(text) },
        ),
      ),
    );
    expect(complaints).toEqual([]);
    await Promise.all(connections.map((connection) => connection.close()));
  });

  it("lead to an address of IPv6, in brackets", async () => {
    const connection = await connectToHost(specOf(host, { host: "[::1]", proxy: jump(OUTER) }));
    expect(connection.endpoint).toBe("deploy@[::1]:22");
  });

  describe("of which the middle one fails", () => {
    /** The whole text, with what differs from run to run in words. */
    const toldOf = async (spec: ConnectionSpec): Promise<string> => {
      const { message } = await sshErrorOf(connectToHost(spec));
      // Each line of a key that isn't its frame.
      for (const line of host.privateKey.split("\n").filter((text) => /^[A-Za-z0-9+/=]+$/.test(text)))
        expect(message).not.toContain(line);
      const ours = await run("ssh-keygen", ["-y", "-f", host.privateKeyPath]);
      const words = [
        [await fingerprint(host.hostKey), "<host's fingerprint>"],
        [await fingerprint(middleHost.hostKey), "<middle's fingerprint>"],
        [await fingerprint(ours.stdout), "<our fingerprint>"],
        [host.hostKey, "<host's key>"],
        [middleHost.hostKey, "<middle's key>"],
        [host.address, "<host>"],
        [middleHost.address, "<middle>"],
      ] as const;
      return words.reduce((text, [what, word]) => text.replaceAll(what, word), message);
    };

    it("because nothing listens there, after as many tries as it has", async () => {
      expect(await toldOf(chain({ port: NO_SSHD, dialErrorLimit: 1 }))).toMatchInlineSnapshot(`
        "deploy@<middle>:2204 (connection.proxy.proxy): its proxy cannot connect to it (connection refused)
          Is it up, and is its address right as seen from the proxy?
          Tried 2 times (connection.proxy.proxy.dialErrorLimit: 1).
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("because its name is unknown to the one before it", async () => {
      const told = await toldOf(chain({ host: "no-such-host.invalid" }));
      // In the words of the resolver there, which may have nobody to ask.
      expect(told.replace(/\(name or .*\)|\(temporary failure .*\)/, "(…)")).toMatchInlineSnapshot(`
        "deploy@no-such-host.invalid:22 (connection.proxy.proxy): its proxy cannot connect to it (…)
          Is it up, and is its address right as seen from the proxy?
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("because the one before it does not forward", async () => {
      expect(await toldOf(chain({}, FORBIDDING))).toMatchInlineSnapshot(`
        "deploy@<middle>:22 (connection.proxy.proxy): its proxy refuses to connect to it (open failed)
          Does the proxy allow it (sshd_config: AllowTcpForwarding, PermitOpen)?
          The way to it is through deploy@<host>:2203."
      `);
    });

    it("because it is silent", async () => {
      await middleHost.network("silent");
      try {
        expect(await toldOf(chain({ perDialTimeout: 1 }))).toMatchInlineSnapshot(`
          "deploy@<middle>:22 (connection.proxy.proxy): no answer within 1 s
            Is the address right, is the machine up, does a firewall drop packets to that port?
            The way to it is through deploy@<host>:2201."
        `);
      } finally {
        await middleHost.network("up");
      }
    });

    it("because something else answers", async () => {
      expect(await toldOf(chain({ port: WEB_SERVER }))).toMatchInlineSnapshot(`
        "deploy@<middle>:2205 (connection.proxy.proxy): connection closed during the SSH handshake
          sshd drops connections while the host boots, and when too many come at once (MaxStartups).
          What is no SSH server hangs up, too: is the port right?
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("because it shows another key", async () => {
      expect(await toldOf(chain({ hostKey: host.hostKey }))).toMatchInlineSnapshot(`
        "deploy@<middle>:22 (connection.proxy.proxy): host key mismatch: this may not be the machine you mean
          Expected: ssh-ed25519 <host's fingerprint> (connection.proxy.proxy.hostKey).
          It shows: ssh-ed25519 <middle's fingerprint>.
          Either the host was reinstalled, or someone answers in its place. If you know why it changed,
          put the new key into connection.proxy.proxy.hostKey.
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("because nobody knows its key", async () => {
      expect(await toldOf(chain({ hostKey: undefined }))).toMatchInlineSnapshot(`
        "deploy@<middle>:22 (connection.proxy.proxy): host key unknown
          It shows: ssh-ed25519 <middle's fingerprint>.
          Compare that with what the host itself says, on its console:
            ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub
          Then choose one of
          - echo '<middle> <middle's key>' >> ~/.ssh/known_hosts
          - connection.proxy.proxy.hostKey: "<middle's key>"
          (connection.acceptNewHostKey is for the host only: nothing would remember the key of a proxy.)
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("because it refuses the user's password", async () => {
      const refused = chain({ user: "operator", privateKey: undefined, password: "battery staple" });
      const told = await toldOf(refused);
      expect(told).toMatchInlineSnapshot(`
        "operator@<middle>:22 (connection.proxy.proxy): operator was refused
          Tried: password.
          The host accepts: publickey, password.
          Is that the password of operator on the host,
          and does sshd_config let operator log in with one (PasswordAuthentication, PermitRootLogin)?
          The way to it is through deploy@<host>:2201."
      `);
      expect(told).not.toContain("battery staple");
    });

    it("because it refuses the user's key", async () => {
      expect(await toldOf(chain({ user: "stranger" }))).toMatchInlineSnapshot(`
        "stranger@<middle>:22 (connection.proxy.proxy): stranger was refused
          Tried: private key ssh-ed25519 <our fingerprint>.
          The host accepts: publickey, password.
          Is that key in ~/.ssh/authorized_keys of stranger, with the right owner and modes,
          and does sshd_config let stranger log in (PermitRootLogin, AllowUsers)?
          The way to it is through deploy@<host>:2201."
      `);
    });

    it("after it had worked: what went is named, and all that was behind it goes too", async () => {
      const connection = await connectToHost(chain(), { silenceLimitMs: 3_000 });
      await middleHost.network("silent");
      try {
        const lost = await connection.closed;
        expect(lost).toMatchObject({ stage: "lost", hop: "proxy" });
        expect(lost?.message).toMatch(/connection lost: nothing was heard for [123][0-9.]* s\n/);
        expect(lost?.message.replace(/[0-9.]+ s\n/, "… s\n")).toBe(
          `deploy@${middleHost.address}:22 (connection.proxy.proxy): connection lost: nothing was heard for … s\n` +
            `  The way to it is through deploy@${host.address}:${OUTER}.`,
        );
      } finally {
        await middleHost.network("up");
      }
    });
  });
});
