import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** The plugin in a process of its own, which outlives each run of the CLI and is counted apart from it. */
export interface PluginProcess extends AsyncDisposable {
  readonly port: number;
  /** So far, of all its threads. */
  cpuMs(): number;
  /** The most that was resident since it was asked last. */
  takePeakBytes(): number;
}

/** Linux counts processor time in hundredths of a second for whoever asks, on every architecture that Node runs on. */
const MS_PER_TICK = 10;

/**
 * @param launcher what the engine would start
 * @param cwd the program's directory, as the engine has it
 */
export async function startPlugin(launcher: string, cwd: string): Promise<PluginProcess> {
  // It is told of each engine when that attaches; this one is nobody's.
  const plugin = spawn(launcher, ["127.0.0.1:1"], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(plugin, "exit");
  const { pid } = plugin;
  if (pid === undefined) throw new Error(`${launcher} could not be started`);
  const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
  const of = (file: string) => `/proc/${pid}/${file}`;
  return {
    port: Number(port),
    cpuMs() {
      // proc(5): the 14th and 15th field; the second one is a name in parentheses, which may have blanks.
      const fields = readFileSync(of("stat"), "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    },
    takePeakBytes() {
      const [, kilobytes] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(of("status"), "utf8")) ?? [];
      // proc(5), clear_refs: sets the peak back to what is resident now.
      writeFileSync(of("clear_refs"), "5");
      return Number(kilobytes) * 1024;
    },
    async [Symbol.asyncDispose]() {
      plugin.kill("SIGTERM");
      await ended;
    },
  };
}
