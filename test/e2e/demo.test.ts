import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { STORY } from "../../tools/demo/story";
import { identify, isAlive, type ProcessIdentity, toToken } from "../../tools/process/identity";
import { poll } from "../../tools/process/poll";
import { repositoryRoot } from "../../tools/repository";

const ROOT = repositoryRoot();
/** It waits for the image and the CLI where nobody has provided them yet. */
const DEADLINE_MS = 900_000;

/** The demo as a process of its own, without a terminal. */
class Demo {
  shown = "";
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly directory: string;
  private readonly closed: Promise<unknown>;

  constructor() {
    this.child = spawn(process.execPath, [join(ROOT, "dist/tools/demo/main.js")], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.directory = join(ROOT, ".pulumi-demo", toToken(identify(this.child.pid ?? 0)));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.shown += text;
      });
    }
    this.closed = once(this.child, "close");
  }

  async until(text: string): Promise<void> {
    const ended = () => this.child.exitCode !== null;
    await poll(() => this.shown.includes(text) || ended() || undefined, {
      waitingFor: `the demo to show “${text}”`,
      deadlineMs: DEADLINE_MS,
      explain: () => this.shown,
    });
    expect(this.shown).toContain(text);
  }

  async end(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }
}

/** Every process that the given one started, and those that these started. */
function descendants(pid: number): ProcessIdentity[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid).map(identify);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ")[1]);
  } catch {
    return undefined;
  }
}

let demo: Demo | undefined;
afterEach(async () => {
  // It tidies up by itself, if a test left it running.
  demo?.child.kill("SIGTERM");
  await demo?.end();
});

/** The demo, and its processes once the first deployment is under way. */
async function deployingDemo(): Promise<{ demo: Demo; processes: ProcessIdentity[] }> {
  demo = new Demo();
  await demo.until("STATUS: Preparing");
  const processes = descendants(demo.child.pid ?? 0);
  expect(processes.length).toBeGreaterThan(3);
  expect(existsSync(demo.directory)).toBe(true);
  return { demo, processes };
}

async function expectNothingLeft({ directory }: Demo, processes: readonly ProcessIdentity[]): Promise<void> {
  expect(existsSync(directory)).toBe(false);
  await poll(() => processes.every((process) => !isAlive(process)) || undefined, {
    waitingFor: "the demo's processes to be gone",
    deadlineMs: 20_000,
    explain: () => processes.filter(isAlive).map(toToken).join(", "),
  });
}

describe("the demo", () => {
  it(
    "tells its story with the real engine on a real host, proves it, and leaves nothing",
    async () => {
      const { demo, processes } = await deployingDemo();
      expect(await demo.end(), demo.shown).toBe(0);
      const { shown } = demo;

      const proofs = STORY.flatMap(({ steps }) =>
        steps.flatMap((step) => (step.kind === "proof" ? [step.proves] : [])),
      );
      const told = (text: string) => shown.split(text).length - 1;
      for (const { title } of STORY) expect(shown).toContain(`  ${title}\n`);
      for (const proof of proofs) expect(told(`  ✓ ${proof}\n`)).toBe(1);
      expect(shown).not.toContain("✗");

      // The first deployment took as long as the daemon did, and said so while it waited.
      expect(shown).toMatch(/STATUS: Preparing[\s\S]*READY=1 after 10\.\ds; watching that it stays up/);
      expect(shown).toMatch(/created \(\d+s\) active \(running\), READY=1 after 10\.\ds/);
      expect(shown).toMatch(/\{"web-1":10\.\d+\}|web-1"?: ?10\.\d/);
      expect(shown).toContain("    3 unchanged");
      // The bad release: what happened, in whose words, and what runs now.
      expect(shown).toMatch(/myapp_notify\.service on \S+ exited with status 1 before it sent READY=1\./);
      expect(shown).toContain(
        "│ FileNotFoundError: [Errno 2] No such file or directory: '/etc/myapp/license.key'",
      );
      expect(shown).toMatch(/The previous release \w+ runs again/);
      // The change by hand, named.
      expect(shown).toMatch(/drift[\s\S]*was changed by hand: changed: app_notify\.py/);
      // Not a terminal: nothing is coloured or redrawn.
      expect(shown).not.toContain("\u001b");

      await expectNothingLeft(demo, processes);
    },
    DEADLINE_MS,
  );

  it(
    "ends at Ctrl-C in the middle of a deployment, and leaves nothing",
    async () => {
      const { demo, processes } = await deployingDemo();
      demo.child.kill("SIGINT");
      expect(await demo.end(), demo.shown).toBe(130);
      expect(demo.shown).toContain("Interrupted. The host is gone");
      expect(demo.shown).not.toContain("went as they should");
      await expectNothingLeft(demo, processes);
    },
    DEADLINE_MS,
  );
});
