import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Archive } from "../../provider/resources/value";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { appInputs, connectionTo } from "../hosts/service/deployer";
import { notifyApp } from "../hosts/service/notifyApp";
import { type FakeEngine, startEngine } from "../provider/adaptor/fakeEngine";
import { type EngineCalls, engineCalls } from "./engineCalls";
import { tracesOn } from "./hostTraces";
import { type MeasuredPlugin, startMeasuredPlugin } from "./measuredPlugin";

const FILES = 10_000;
const DIRECTORIES = 100;
const MEGABYTE = 1024 * 1024;
const LARGE_FILE_BYTES = 200 * MEGABYTE;

/** Names that a shell, tar, awk or find could trip over. */
const ODD_NAMES = [
  ...[
    "-rf",
    " leading",
    "trailing ",
    "a  b",
    "it's",
    'say "hi"',
    "back\\slash\\n",
    "$(id)`id`",
    "*?[x]",
    "a&b|c;d",
  ],
  ...["%h", "#x", "~", "été 🚀", "\u2028", "x".repeat(255), "..hidden", "...", "a:b,c=d"],
];

const PACKED = ["app.py", "large.bin"];
const GZIPPED_TAR = ["tar", "-czf"];
const ARCHIVES = [
  { what: "a gzipped tar", pack: GZIPPED_TAR, isRemote: false },
  { what: "a zip", pack: ["python3", "-m", "zipfile", "-c"], isRemote: false },
  { what: "a gzipped tar that is downloaded", pack: GZIPPED_TAR, isRemote: true },
];

/** One host, one plugin process; each test looks at what the first one left. */
describe.sequential("ten thousand files, and one of 200 MB", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let engine: FakeEngine;
  let plugin: MeasuredPlugin;
  let service: EngineCalls;
  let untouched: string[];
  let root: string;
  let largeHash: string;

  const up = (from: string, deployed = service) =>
    deployed.up(
      appInputs(
        {},
        {
          source: new Archive(undefined, from.startsWith("http:") ? { uri: from } : { path: from }),
          connection: connectionTo(host),
          createUser: false,
          readiness: { minHealthyTime: "0s", watchdogPing: false },
        },
        { user: "guest" },
      ),
    );
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const receivedBytes = async () =>
    Number(await sh("awk '/:/ && !/ lo:/ { sum += $2 } END { print sum }' /proc/net/dev"));
  const app = "/opt/large/releases/*/app";

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "large-source-"));
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    untouched = await tracesOn(host);
    engine = await startEngine();
    plugin = await startMeasuredPlugin(engine.address);
    service = engineCalls(plugin.port, "large");
    for (const name of ["small", "large/odd"]) mkdirSync(join(root, name), { recursive: true });
    for (const name of ["small", "large"])
      writeFileSync(join(root, name, "app.py"), notifyApp({ startSeconds: 0 }));
    for (let number = 0; number < FILES; number++) {
      const directory = join(root, "large", `package ${number % DIRECTORIES}`);
      mkdirSync(directory, { recursive: true });
      // Every tenth is empty, as __init__.py is.
      writeFileSync(join(directory, `module_${number}.py`), number % 10 === 0 ? "" : `NUMBER = ${number}\n`);
    }
    for (const name of ODD_NAMES) writeFileSync(join(root, "large/odd", name), name);
    mkdirSync(join(root, "large/empty"));
    symlinkSync("odd/a  b", join(root, "large/link"));
    writeFileSync(join(root, "large/setuid"), "#!/bin/sh\n");
    chmodSync(join(root, "large/setuid"), 0o6755);
    const hash = createHash("sha256");
    for (let written = 0; written < LARGE_FILE_BYTES; written += MEGABYTE) {
      const block = randomBytes(MEGABYTE);
      hash.update(block);
      appendFileSync(join(root, "large/large.bin"), block);
    }
    largeHash = hash.digest("hex");
  });
  afterAll(async () => {
    rmSync(root, { recursive: true, force: true });
    service?.close();
    await plugin?.stop();
    engine?.close();
    await hosts?.stop();
  });

  it("arrive as they are, and are never wholly in the plugin's memory", async ({ annotate }) => {
    await up(join(root, "small"));
    const before = plugin.peakRssBytes();
    const began = performance.now();
    expect(await up(join(root, "large"))).toMatchObject({ status: "active (running)" });
    const grown = plugin.peakRssBytes() - before;
    await annotate(`first deployment: ${Math.round(performance.now() - began)} ms`);
    await annotate(
      `the plugin's memory: at most ${Math.round(grown / MEGABYTE)} MB more than for a small one`,
    );
    // Half of it at least is the list of ten thousand files and what V8 has not collected of it: with the large file beside
    // them it would be more than that.
    expect(grown).toBeLessThan(LARGE_FILE_BYTES);
    expect(await sh(`cat ${app}/large.bin | sha256sum`)).toBe(`${largeHash}  -`);
    expect(await sh(`find ${app}/package* -type f | wc -l`)).toBe(`${FILES}`);
    expect(await sh(`stat -c '%a %U' ${app}/setuid; readlink ${app}/link; ls -A ${app}/empty`)).toBe(
      "755 root\nodd/a  b",
    );
    const other = `for name in * .*; do [ ! -f "$name" ] || printf %s "$name" | cmp -s - "./$name" || echo "$name"; done`;
    expect(await sh(`cd ${app}/odd && ls -A | wc -l; ${other}`)).toBe(`${ODD_NAMES.length}`);
  });

  it("stay where they are when one of them changes", async ({ annotate }) => {
    writeFileSync(join(root, "large/odd/-rf"), "changed\n");
    const before = await receivedBytes();
    const began = performance.now();
    await up(join(root, "large"));
    await annotate(`change of one file: ${Math.round(performance.now() - began)} ms`);
    const received = (await receivedBytes()) - before;
    await annotate(`the host received ${Math.round(received / 1024)} kB, most of it the manifest`);
    expect(received).toBeLessThan(3 * MEGABYTE);
  });

  it.for(ARCHIVES)(
    "travel in $what as flatly",
    async ({ what, pack: [command = "", ...flags], isRemote }, { annotate }) => {
      const archive = join(root, "archive");
      execFileSync(command, [...flags, archive, ...PACKED], { cwd: join(root, "large") });
      const packed = engineCalls(plugin.port, "packed");
      const server = createServer((_, response) => createReadStream(archive).pipe(response));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      plugin.forgetPeak();
      const before = plugin.peakRssBytes();
      try {
        const began = performance.now();
        await up(isRemote ? `http://127.0.0.1:${port}/archive` : archive, packed);
        const grown = plugin.peakRssBytes() - before;
        await annotate(`${what}: ${Math.round(performance.now() - began)} ms`);
        await annotate(`the plugin's memory: at most ${Math.round(grown / MEGABYTE)} MB more than before`);
        expect(grown).toBeLessThan(0.5 * LARGE_FILE_BYTES);
        expect(await sh("cat /opt/packed/releases/*/app/large.bin | sha256sum")).toBe(`${largeHash}  -`);
      } finally {
        server.close();
        await packed.destroy();
        packed.close();
      }
    },
  );

  it("go with the service", async () => {
    await service.destroy();
    expect(await tracesOn(host)).toEqual(untouched);
  });
});
