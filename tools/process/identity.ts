import { readFileSync } from "node:fs";

/**
 * A process that can be recognised later. Its id alone is not enough: ids are used again. Linux adds the boot and the
 * tick it started at; elsewhere the id has to do.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started?: string;
}

export function identify(pid: number): ProcessIdentity {
  const started = startOf(pid);
  return started === undefined ? { pid } : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.started !== undefined) return startOf(identity.pid) === identity.started;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** For file names: `4711-12345-0f3a…`. */
export function toToken({ pid, started }: ProcessIdentity): string {
  return started === undefined ? `${pid}` : `${pid}-${started}`;
}

export function fromToken(token: string): ProcessIdentity | undefined {
  const [, pid, started] = /^([0-9]+)(?:-(.+))?$/.exec(token) ?? [];
  if (pid === undefined) return undefined;
  return started === undefined ? { pid: Number(pid) } : { pid: Number(pid), started };
}

function startOf(pid: number): string | undefined {
  try {
    // The command's name may hold spaces and parentheses; what follows its last parenthesis is numbers (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    const [state] = fields;
    const startTicks = fields[19];
    // A zombie has ended, only nobody has asked how.
    if (state === "Z" || startTicks === undefined) return undefined;
    return `${startTicks}-${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8)}`;
  } catch {
    return undefined;
  }
}
