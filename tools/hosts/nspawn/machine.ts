import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommand } from "../../process/command";
import { identify, isAlive } from "../../process/identity";
import { poll } from "../../process/poll";
import type { HostFile } from "../hostFiles";
import { IS_READY, ROOT_ENVIRONMENT } from "../readiness";
import type { TestHost } from "../testHost";
import { type BootPaths, bootCommand, bootEnvironment, REBOOT_CODE } from "./boot";

/** A computer with a power button. */
export interface Machine {
  readonly run: TestHost["run"];
  /** Waits until sshd answers and logins are allowed. */
  ready(): Promise<void>;
  /** Waits until the boot after the present one has begun. */
  rebooted(act: () => Promise<unknown>): Promise<void>;
  /** Returns when nothing of it runs any more. */
  cutPower(): Promise<void>;
  powerOn(): void;
  /** Its next reboot is its last. */
  retire(): void;
}

const READY_DEADLINE_MS = 90_000;
// A service that ignores SIGTERM may hold a shutdown for its TimeoutStopSec, 90 s by default.
const REBOOT_DEADLINE_MS = 150_000;
const RUN_TIMEOUT_MS = 120_000;

export function writeDisk(disk: string, files: readonly HostFile[]): void {
  for (const part of ["upper", "work", "root"]) mkdirSync(join(disk, part), { recursive: true, mode: 0o755 });
  for (const { path, content, mode = 0o644 } of files) {
    const target = join(disk, "upper", path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    writeFileSync(target, content, { mode });
  }
}

export function createMachine(paths: BootPaths): Machine {
  const logPath = join(paths.disk, "console.log");
  let current: ChildProcess | undefined;
  let boots = 0;
  let retired = false;

  const powerOn = () => {
    const [file = "", ...args] = bootCommand(paths);
    const log = openSync(logPath, "a");
    const child = spawn(file, args, { env: bootEnvironment(process.env), stdio: ["ignore", log, log] });
    closeSync(log);
    // A host must not keep a process alive that has forgotten it.
    child.unref();
    child.once("exit", (code) => {
      current = undefined;
      if (code === REBOOT_CODE && !retired) powerOn();
    });
    current = child;
    boots += 1;
  };

  const run: Machine["run"] = (command, options = {}) => {
    const leader = leaderOf(current?.pid);
    if (leader === undefined) return Promise.reject(new Error(`${paths.name} is off. ${explain()}`));
    const enter = ["nsenter", `--target=${leader}`, "--all", "--no-fork", ...ROOT_ENVIRONMENT];
    return runCommand([...enter, ...inside(command)], { timeoutMs: RUN_TIMEOUT_MS, ...options });
  };

  const explain = () =>
    `The last of its console:\n${readFileSync(logPath, "utf8").split("\n").slice(-15).join("\n")}`;

  const isReady = async () => {
    if (current === undefined) throw new Error(`${paths.name} went off while it booted. ${explain()}`);
    if (leaderOf(current.pid) === undefined) return undefined;
    // Before its file systems are there nothing can be run inside.
    const answer = await run(IS_READY, { timeoutMs: 5000 }).catch(() => undefined);
    return answer?.code === 0 ? true : undefined;
  };

  return {
    run,
    powerOn,
    retire: () => {
      retired = true;
    },
    ready: async () => {
      const waitingFor = `sshd of ${paths.name} to answer`;
      await poll(isReady, { waitingFor, deadlineMs: READY_DEADLINE_MS, explain });
    },
    rebooted: async (act) => {
      const before = boots;
      await act();
      const waitingFor = `${paths.name} to reboot`;
      await poll(() => boots > before || undefined, { waitingFor, deadlineMs: REBOOT_DEADLINE_MS, explain });
    },
    cutPower: async () => {
      const [child, leader] = [current, leaderOf(current?.pid)];
      if (child === undefined) return;
      const init = leader === undefined ? undefined : identify(leader);
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      child.kill("SIGKILL");
      // systemd-nspawn asks to take its container along, but the container's change of capabilities cancels that.
      if (init !== undefined && isAlive(init)) process.kill(init.pid, "SIGKILL");
      await exited;
      // PID 1 is the last of its namespace to go; its disk can't be mounted again before.
      const waitingFor = `the processes of ${paths.name} to end`;
      await poll(() => init === undefined || !isAlive(init) || undefined, { waitingFor, deadlineMs: 10_000 });
    },
  };
}

/**
 * Who enters a PID namespace is outside, and its children are inside. A waiting nsenter would stop itself when its child is
 * stopped, as everything is by a shutdown, and be there for ever; a shell waits for the end alone.
 */
function inside(command: string): string[] {
  return ["/bin/sh", "-c", '/bin/sh -c "$1"; exit $?', "sh", command];
}

/** The container's PID 1, seen from outside: the child of systemd-nspawn that is number 1 in its own namespace. */
function leaderOf(nspawn: number | undefined): number | undefined {
  if (nspawn === undefined) return undefined;
  try {
    const children = readFileSync(`/proc/${nspawn}/task/${nspawn}/children`, "latin1").trim().split(" ");
    return children
      .map(Number)
      .find((pid) => /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, "latin1")));
  } catch {
    return undefined;
  }
}
