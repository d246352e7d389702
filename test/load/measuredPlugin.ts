import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { descriptorsOf } from "../../tools/measure/descriptors";
import { buildPlugin } from "../provider/adaptor/builtPlugin";

export interface Memory {
  /** What is alive after a collection: V8's heap, and what it holds outside (buffers). */
  readonly liveBytes: number;
  readonly rssBytes: number;
}

/** The plugin as it is shipped, in a process of its own that outlives any one operation and can be measured from here. */
export interface MeasuredPlugin {
  readonly port: number;
  memory(): Promise<Memory>;
  /** The most that was resident since the last `forgetPeak`. */
  peakRssBytes(): number;
  forgetPeak(): void;
  descriptors(): string[];
  stop(): Promise<void>;
}

/** proc(5), of /proc/pid/clear_refs. */
const FORGET_PEAK = "5";

/** Loaded before the plugin: answers each message with what it takes, after two collections (the first one finalizes). */
const PROBE = `
require("node:v8").setFlagsFromString("--expose-gc");
const collect = require("node:vm").runInNewContext("gc");
process.on("message", () => {
  collect();
  setImmediate(() => {
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ liveBytes: heapUsed + external, rssBytes: rss });
  });
});
`;

/** `engineAddress`: where its log goes. It ends with this process at the latest. */
export async function startMeasuredPlugin(engineAddress: string): Promise<MeasuredPlugin> {
  const directory = mkdtempSync(join(tmpdir(), "measured-plugin-"));
  const probe = join(directory, "probe.cjs");
  writeFileSync(probe, PROBE);
  const plugin = spawn(buildPlugin(directory), [engineAddress], {
    stdio: ["pipe", "pipe", "inherit", "ipc"],
    env: { ...process.env, NODE_OPTIONS: `--require=${probe}` },
  });
  const { pid, stdout } = plugin;
  if (pid === undefined || stdout === null) throw new Error("the plugin could not be started");
  const [port] = await once(createInterface(stdout), "line");
  return {
    port: Number(port),
    async memory() {
      const answer = once(plugin, "message");
      plugin.send("measure");
      const [memory] = await answer;
      return memory;
    },
    peakRssBytes() {
      const [, kilobytes] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      return Number(kilobytes) * 1024;
    },
    forgetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, FORGET_PEAK),
    descriptors: () => descriptorsOf(pid),
    async stop() {
      const ended = once(plugin, "exit");
      plugin.kill("SIGTERM");
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}
