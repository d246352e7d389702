import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { CreateRequest, type CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeProperties } from "../../../provider/adaptor/wire/encode";
import { buildPlugin } from "./builtPlugin";
import { ask, providerClient, urn } from "./fakeEngine";

/** What an engine is to its plugin: the parent, which holds the other end of stdin. Then it waits to be killed. */
const engineProgram = `
  const { spawn } = require("node:child_process");
  const [launcher, stdin] = process.argv.slice(1);
  const plugin = spawn(launcher, ["127.0.0.1:1"], { detached: true, stdio: [stdin, "inherit", "inherit"] });
  plugin.on("exit", () => process.exit());
  setInterval(() => undefined, 1000);
`;

/** A second and a half, and patience for a machine that is busy. */
const promptlyMs = 6_000;

type Process = ChildProcessByStdio<null, Readable, Readable>;

let directory: string;
let launcher: string;
let diary: string;
const started: Process[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "plugin process "));
  launcher = buildPlugin(directory, "diaryPlugin");
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

interface Started {
  readonly child: Process;
  /** Exit code and signal. */
  readonly ended: Promise<unknown[]>;
  readonly port: number;
  readonly stdout: string[];
  /** Complete once everybody who could write to it has ended: the plugin, too. */
  readonly stderr: Promise<string>;
}

async function start(command: string, args: readonly string[]): Promise<Started> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  const ended = once(child, "exit");
  const stderr = child.stderr
    .setEncoding("utf8")
    .toArray()
    .then((chunks) => chunks.join(""));
  const stdout: string[] = [];
  const lines = createInterface(child.stdout).on("line", (line) => stdout.push(line));
  await once(lines, "line");
  return { child, ended, port: Number(stdout[0]), stdout, stderr };
}

const startPlugin = () => start(launcher, ["--logtostderr", "-v=9", "127.0.0.1:1"]);
const startEngine = (stdin: "pipe" | "ignore") =>
  start(process.execPath, ["-e", engineProgram, launcher, stdin]);

/** Lets the plugin create a box, and resolves when it is at it. */
async function creating(port: number, how: string): Promise<{ outcome: Promise<CreateResponse> }> {
  diary = join(directory, `diary ${port}`);
  writeFileSync(diary, "");
  const client = providerClient(port);
  const request = new CreateRequest().setUrn(urn).setProperties(encodeProperties({ how, diary }));
  const outcome = ask<CreateResponse>((done) => client.create(request, done));
  outcome.catch(() => undefined);
  await vi.waitFor(() => expect(readFileSync(diary, "utf8")).toContain("began"), { timeout: 5_000 });
  return { outcome };
}

describe("the plugin's process", () => {
  it("prints its port and nothing else, and ends well at the engine's goodbye", async () => {
    const { child, ended, port, stdout, stderr } = await startPlugin();
    expect(port).toBeGreaterThan(1023);
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(stdout).toEqual([String(port)]);
    expect(await stderr).toBe("");
  });

  it("ends soon at the engine's goodbye, whatever became of the engine's connection", async () => {
    const { child, ended, port } = await startPlugin();
    const engine = connect(`http://127.0.0.1:${port}`).on("error", () => undefined);
    // Begun here and never ended: the server's closing alone would wait for it.
    const call = {
      ":method": "POST",
      ":path": "/pulumirpc.ResourceProvider/Check",
      "content-type": "application/grpc",
    };
    engine.request(call, { endStream: false }).on("error", () => undefined);
    await new Promise((resolve) => engine.ping(resolve));
    const sinceMs = performance.now();
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(performance.now() - sinceMs).toBeLessThan(promptlyMs);
    engine.destroy();
  });

  it("lets no SIGINT disturb an operation that the engine waits for, and ends after it", async () => {
    const { child, ended, port, stdout, stderr } = await startPlugin();
    const { outcome } = await creating(port, "until told");
    child.kill("SIGINT");
    child.kill("SIGINT");
    writeFileSync(diary, "go on");
    const response = await outcome;
    expect(response.getProperties()?.toJavaScript()).toEqual({ aborted: false });
    expect(await ended).toEqual([0, null]);
    expect(stdout).toEqual([String(port)]);
    expect(await stderr).toBe("a library that logs\n");
  });

  it("gives the answer that it is about to give when SIGINT comes", async () => {
    const { ended, port } = await startPlugin();
    const { outcome } = await creating(port, "until told, then interrupted");
    writeFileSync(diary, "go on");
    expect((await outcome).getId()).toBe("box-1");
    expect(await ended).toEqual([0, null]);
  });

  it("ends at SIGTERM, and doesn't wait for ever for what it stopped", async () => {
    const { child, ended, port } = await startPlugin();
    await creating(port, "stubborn");
    const sinceMs = performance.now();
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(performance.now() - sinceMs).toBeLessThan(promptlyMs);
    expect(readFileSync(diary, "utf8")).toBe("began\nthe provider is ending\n");
  });

  it.each(["pipe", "ignore"] as const)(
    "ends with an engine that was killed, stdin being a %s",
    async (stdin) => {
      const engine = await startEngine(stdin);
      await creating(engine.port, "until aborted");
      const sinceMs = performance.now();
      engine.child.kill("SIGKILL");
      await engine.stderr;
      expect(performance.now() - sinceMs).toBeLessThan(promptlyMs);
      expect(readFileSync(diary, "utf8")).toBe("began\nthe provider is ending\n");
    },
  );

  it("stays for as long as a developer wants who started it without an engine", async () => {
    const { child, ended, port } = await start(launcher, []);
    const { outcome } = await creating(port, "until told");
    writeFileSync(diary, "go on");
    expect((await outcome).getId()).toBe("box-1");
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  });

  it("ends with a message when a bug of ours let a rejection escape", async () => {
    const { ended, port, stderr } = await startPlugin();
    await creating(port, "bug");
    expect(await ended).toEqual([1, null]);
    expect(await stderr).toMatch(
      /^pulumi-resource-systemd ends, please report this bug: Error: nobody caught me\n +at .*create/m,
    );
  });
});
