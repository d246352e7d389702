/** What is broken, and how it reads at the head of a table. */
export const FAULTS = {
  dropped: "connection dropped",
  reset: "connection reset",
  silent: "silent for 60 s",
  "plugin-killed": "plugin SIGKILL",
  "pulumi-killed": "pulumi SIGKILL",
  "ctrl-c": "Ctrl-C",
  "agent-killed": "agent SIGKILL",
  rebooted: "power cut",
  "disk-full": "disk full",
} as const;

export type Fault = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as Fault[];

/** Those that only wait: cheap to have many of at once. */
export const isSlow = (fault: Fault) => fault === "silent" || fault === "dropped";

/** Those that concern only somebody who waits for the host's answer. */
export const needsListener = (fault: Fault) =>
  !(["agent-killed", "rebooted", "disk-full"] as Fault[]).includes(fault);

/** Those after which a user may as well go back to the program of before. */
export const isKill = (fault: Fault) =>
  (["plugin-killed", "pulumi-killed", "agent-killed"] as Fault[]).includes(fault);
