import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contentsOf } from "../../../../provider/host/source/contents";
import { Downloads } from "../../../../provider/host/source/downloads";
import { readOnce } from "../../../../provider/host/source/readOnce";
import { readSource } from "../../../../provider/host/source/readSource";
import type { SourceTree } from "../../../../provider/host/source/sourceTree";

/** Answers as the path of the address says. */
const answers: Record<string, RequestListener> = {
  "/run.sh": (_, response) => response.end("#!/bin/sh\n"),
  "/empty": (_, response) => response.end(),
  "/none": (_, response) => response.writeHead(404).end("there is none"),
  "/moved": (_, response) => response.writeHead(302, { location: "/run.sh" }).end(),
  "/broken": (_, response) => {
    response.writeHead(200, { "content-length": 1_000_000 });
    response.write("as far as it goes", () => response.socket?.destroy());
  },
};

describe("a remote source", () => {
  let room: string;
  let temporary: string;
  let server: Server;
  let address: string;
  beforeEach(async () => {
    room = mkdtempSync(join(tmpdir(), "remote-"));
    temporary = join(room, "tmp");
    mkdirSync(temporary);
    vi.stubEnv("TMPDIR", temporary);
    mkdirSync(join(room, "app"));
    for (const name of ["a.py", "b.py"]) writeFileSync(join(room, "app", name), `# ${name}\n`);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const answer = answers[pathname];
      if (answer) answer(request, response);
      else response.end(readFileSync(join(room, pathname)));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
    rmSync(room, { recursive: true });
  });

  const file = (uri: string) => ({ kind: "file", uri: `${address}${uri}` }) as const;
  const told = async (tree: SourceTree) => {
    const files = tree.filter((entry) => entry.kind === "file");
    const found: string[] = [];
    for await (const [{ path, executable }, content] of contentsOf(files))
      found.push(`${path}${executable ? "*" : ""}: ${await text(content)}`);
    return found.sort();
  };

  it("that is a file is called as its address ends, and has no mode", async () => {
    await using downloads = new Downloads();
    const tree = await readSource(file("/run.sh?token=secret"), downloads);
    expect(tree).toMatchObject([{ path: "run.sh", sizeBytes: 10, executable: false }]);
    expect(await told(tree)).toEqual(["run.sh: #!/bin/sh\n"]);
  });

  it("may be empty, or elsewhere by now", async () => {
    await using downloads = new Downloads();
    expect(await told(await readSource(file("/empty"), downloads))).toEqual(["empty: "]);
    expect(await told(await readSource(file("/moved"), downloads))).toEqual(["moved: #!/bin/sh\n"]);
  });

  it.each([
    ["tar", ["tar", "-cf"]],
    ["gzipped tar", ["tar", "-czf"]],
    ["zip", ["python3", "-m", "zipfile", "-c"]],
  ])("may be a %s, beside others", async (_, [command = "", ...flags]) => {
    execFileSync(command, [...flags, join(room, "archive"), "a.py", "b.py"], { cwd: join(room, "app") });
    await using downloads = new Downloads();
    const source = {
      kind: "tree",
      members: { lib: { kind: "tree", uri: `${address}/archive` }, "run.sh": file("/run.sh") },
    } as const;
    expect(await told(await readSource(source, downloads))).toEqual([
      "lib/a.py: # a.py\n",
      "lib/b.py: # b.py\n",
      "run.sh: #!/bin/sh\n",
    ]);
  });

  it("is fetched once for the hosts of a fleet, whoever asks first", async () => {
    await using downloads = new Downloads();
    const read = readOnce(downloads);
    const asked = vi.fn();
    server.on("request", asked);
    const [first, ...others] = await Promise.all([read(file("/run.sh")), read(file("/run.sh"))]);
    expect(await told(first)).toEqual(["run.sh: #!/bin/sh\n"]);
    expect([...others, await read(file("/run.sh"))]).toEqual([first, first]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("that is on this machine stays there", async () => {
    const onDisk = join(room, "app/a.py");
    await using downloads = new Downloads();
    const tree = await readSource({ kind: "file", uri: pathToFileURL(onDisk).href }, downloads);
    expect(await told(tree)).toEqual(["a.py: # a.py\n"]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("lies where nobody else can read it, until its end", async () => {
    const before = process.listeners("exit");
    {
      await using downloads = new Downloads();
      await readSource(file("/run.sh"), downloads);
      const [directory = "there is none", ...others] = readdirSync(temporary);
      expect(others).toEqual([]);
      expect(statSync(join(temporary, directory)).mode & 0o777).toBe(0o700);
    }
    expect(readdirSync(temporary)).toEqual([]);
    expect(process.listeners("exit")).toEqual(before);
  });

  it("goes with a process that ends in the middle of it", async () => {
    const before = process.listeners("exit");
    await using downloads = new Downloads();
    await readSource(file("/run.sh"), downloads);
    const added = process.listeners("exit").filter((listener) => !before.includes(listener));
    for (const atExit of added) atExit(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  const failure = async (uri: string) => {
    await using downloads = new Downloads();
    return await readSource({ kind: "file", uri }, downloads).catch((error: Error) => error.message);
  };

  it("that is not there, or not whole, says why, and keeps what follows its path to itself", async () => {
    expect(await failure(`${address}/none?token=secret`)).toBe(
      `${address}/none could not be fetched: it answered 404 Not Found`,
    );
    expect(await failure(`${address}/broken`)).toMatch(/\/broken could not be fetched: \S/);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("whose server is not there says so", async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    expect(await failure(`${address}/run.sh`)).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/run\.sh could not be fetched: connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
    );
  });
});
