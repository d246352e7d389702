import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { configuredRoute } from "../../../../provider/ssh/config/configuredRoute";
import type { ConnectionSpec } from "../../../../provider/ssh/connectionSpec";
import { routeOf } from "../../../../provider/ssh/hop";
import { SshError } from "../../../../provider/ssh/sshError";

async function directory(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "ssh-config-"));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

/** The way to a host by a configuration. */
async function route(text: string, spec: Partial<ConnectionSpec> = {}) {
  const config = join(await directory({ config: text }), "config");
  const { proxies, host } = routeOf(await configuredRoute({ host: "web1", config, ...spec }));
  return { endpoints: [...proxies, host].map(({ endpoint }) => endpoint), host, proxies };
}

async function refusal(text: string, spec: Partial<ConnectionSpec> = {}): Promise<string> {
  const error: unknown = await route(text, spec).catch((thrown: unknown) => thrown);
  if (!(error instanceof SshError)) throw new Error("a refusal was expected");
  expect(error.stage).toBe("config");
  return error.message;
}

it("reads nothing unless it is told to", async () => {
  expect(await configuredRoute({ host: "web1" })).toEqual({ host: "web1" });
  expect(await configuredRoute({ host: "web1", config: false })).toEqual({ host: "web1" });
});

describe("the endpoint of an alias", () => {
  it.each<[string, string, Partial<ConnectionSpec>, string]>([
    [
      "has HostName, User and Port",
      "Host web1\n HostName 203.0.113.7\n User deploy\n Port 2222",
      {},
      "deploy@203.0.113.7:2222",
    ],
    ["expands %h", "Host web*\n HostName %h.example.com", {}, "root@web1.example.com:22"],
    [
      "has the first value of each keyword",
      "Host web1\n User a\nHost *\n User b\n Port 2222",
      {},
      "a@web1:2222",
    ],
    ["is outranked by the program", "Host web1\n User a\n Port 2222", { user: "b", port: 22 }, "b@web1:22"],
    ["is not matched by a negated pattern", "Host web* !web1\n User a", {}, "root@web1:22"],
    ["takes ? for exactly one character", "Host web1?\n User a", {}, "root@web1:22"],
    [
      "knows keywords in any case, with = and quotes",
      'host web1\n hostname="a.example"\n USER = u',
      {},
      "u@a.example:22",
    ],
    [
      "matches by HostName",
      "Host web1\n HostName a.example\nMatch host *.example\n User u",
      {},
      "u@a.example:22",
    ],
    ["matches by the name given", "Match originalhost web1 user root\n Port 5", {}, "root@web1:5"],
    ["knows negated criteria", "Match !originalhost web1\n Port 5\nMatch all\n Port 6", {}, "root@web1:6"],
    [
      "needs no command where another criterion decides",
      'Match originalhost db1 exec "false"\n Port 5',
      {},
      "root@web1:22",
    ],
    ["may be an IPv6 address", "Host web1\n HostName 2001:db8::7", {}, "root@[2001:db8::7]:22"],
  ])("%s", async (_what, text, spec, expected) => {
    expect((await route(text, spec)).endpoints).toEqual([expected]);
  });
});

describe("ProxyJump", () => {
  const hosts =
    "Host a\n HostName 203.0.113.1\n User ua\nHost b\n HostName 203.0.113.2\n ProxyJump c\nHost d\n ProxyJump a\n";
  it.each<[string, string, readonly string[]]>([
    ["is one host", "Host web1\n ProxyJump a", ["ua@203.0.113.1:22", "root@web1:22"]],
    [
      "is several, dialled from left to right",
      "Host web1\n ProxyJump a,b",
      ["ua@203.0.113.1:22", "root@203.0.113.2:22", "root@web1:22"],
    ],
    [
      "is followed from the first",
      "Host web1\n ProxyJump d",
      ["ua@203.0.113.1:22", "root@d:22", "root@web1:22"],
    ],
    [
      "has user and port",
      "Host web1\n ProxyJump x@[2001:db8::1]:2222",
      ["x@[2001:db8::1]:2222", "root@web1:22"],
    ],
    ["is a URI", "Host web1\n ProxyJump ssh://x@y:2222", ["x@y:2222", "root@web1:22"]],
    ["is none", "Host web1\n ProxyJump none\nHost *\n ProxyJump a", ["root@web1:22"]],
    [
      "outranks a ProxyCommand after it",
      "Host web1\n ProxyJump a\n ProxyCommand nc %h",
      ["ua@203.0.113.1:22", "root@web1:22"],
    ],
  ])("%s", async (_what, text, expected) => {
    expect((await route(`${text}\n${hosts}`)).endpoints).toEqual(expected);
  });

  it("gives way to the program's own proxies, which are looked up too", async () => {
    const { endpoints } = await route(`Host web1\n ProxyJump d\n${hosts}`, { proxy: { host: "a" } });
    expect(endpoints).toEqual(["ua@203.0.113.1:22", "root@web1:22"]);
  });

  it("that goes in a circle is refused", async () => {
    expect(await refusal("Host *\n ProxyJump jump")).toContain(
      "ProxyJump goes in a circle: web1 → jump → jump",
    );
  });
});

describe("what can't be honoured is refused, and says what to do", () => {
  it.each([
    ["Host web1\n ProxyCommand nc %h %p", "ProxyCommand of web1 is not honoured"],
    ["Host web1\n CertificateFile ~/.ssh/id-cert.pub", "CertificateFile of web1 is not honoured"],
    ["Host web1\n KnownHostsCommand /bin/x %H", "KnownHostsCommand of web1 is not honoured"],
    ["CanonicalizeHostname yes", "CanonicalizeHostname of web1 is not honoured"],
    ['Match exec "true"\n User a', "whether a section `Match … exec …` counts for web1 cannot be told"],
    ["Match final\n User a", "`Match … final …`"],
    ["Host web1\n Port ssh", 'Port "ssh" is no port'],
  ])("%j", async (text, expected) => {
    const message = await refusal(text);
    expect(message).toContain(expected);
    expect(message).toContain("(connection.config)");
  });

  it("in a section for other hosts it is no matter", async () => {
    expect((await route("Host db1\n ProxyCommand nc %h %p")).endpoints).toEqual(["root@web1:22"]);
  });

  it("a file that isn't there is named", async () => {
    const error = configuredRoute({ host: "web1", config: "/nonexistent/config" });
    await expect(error).rejects.toThrow("/nonexistent/config cannot be read (ENOENT)");
  });
});

it("runs nothing", async () => {
  const path = await directory({});
  const marker = join(path, "ran");
  await refusal(`Match exec "touch ${marker}"\n User a\nHost *\n ProxyCommand touch ${marker}`);
  await expect(rm(marker)).rejects.toThrow("ENOENT");
});

it("includes files, in their order, under the section they are included from", async () => {
  const path = await directory({ "10.conf": "Host web1\n User a", "20.conf": "User b\nHost other\n Port 3" });
  expect((await route(`Include ${path}/*.conf`)).endpoints).toEqual(["a@web1:22"]);
  expect((await route(`Host db1\n Include ${path}/*.conf`)).endpoints).toEqual(["root@web1:22"]);
});

it("gives keys, agent and known_hosts files as paths", async () => {
  const { host } = await route(
    "Host web1\n HostName h.example\n IdentityFile ~/.ssh/%h\n IdentityFile %d/x\n IdentitiesOnly yes\n IdentityAgent none\n" +
      " UserKnownHostsFile /a /b\n GlobalKnownHostsFile none\n HostKeyAlias k\n StrictHostKeyChecking accept-new\n ConnectTimeout 3",
  );
  expect(host.dialTimeoutMs).toBe(3_000);
  expect(host.spec.fromConfig).toEqual({
    identityFiles: [join(homedir(), ".ssh/h.example"), join(homedir(), "x")],
    areIdentitiesNamed: true,
    identitiesOnly: true,
    identityAgent: "none",
    knownHostsFiles: ["/a", "/b"],
    hostKeyAlias: "k",
    acceptNewHostKey: true,
  });
});

it("asks for no weaker check of a host's key than accept-new", async () => {
  const { host } = await route("StrictHostKeyChecking no");
  expect(host.spec.fromConfig?.acceptNewHostKey).toBe(false);
});
