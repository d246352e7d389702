/** Signals by their Linux numbers, and who usually sends them to a service (signal(7)). */
const SIGNALS: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  1: ["SIGHUP", "the terminal went away, or someone asked it to reload and it has no handler"],
  2: ["SIGINT", "someone interrupted it"],
  3: ["SIGQUIT", "someone asked it for a core dump"],
  4: ["SIGILL", "it ran an instruction that this CPU does not have: built for another machine?"],
  5: ["SIGTRAP", "it ran into a breakpoint"],
  6: ["SIGABRT", "it aborted itself, as after a failed assertion"],
  7: ["SIGBUS", "it touched memory that is not there, as of a truncated file"],
  8: ["SIGFPE", "it divided by zero"],
  9: ["SIGKILL", "something killed it outright: the kernel for want of memory, or somebody"],
  11: ["SIGSEGV", "it touched memory that is not its own"],
  13: ["SIGPIPE", "the reader of its output went away"],
  14: ["SIGALRM", "its own alarm went off without a handler"],
  15: ["SIGTERM", "something asked it to end"],
  24: ["SIGXCPU", "it used up its LimitCPU="],
  25: ["SIGXFSZ", "it wrote more than its LimitFSIZE="],
  31: ["SIGSYS", "it made a system call that SystemCallFilter= forbids"],
};

export interface Signal {
  readonly name: string;
  readonly meaning?: string;
}

export function signal(number: number): Signal {
  const known = SIGNALS[number];
  return known === undefined ? { name: `signal ${number}` } : { name: known[0], meaning: known[1] };
}
