/** `systemctl show`'s lines, and the judge's own (assets/agent/trial/verdict.sh). */
export type Lines = Record<string, string | number>;

/** A notify service on trial, ready after its job was done; as systemd 252 shows it. */
export const UP: Lines = {
  InvocationID: "new",
  ActiveState: "active",
  SubState: "running",
  Result: "success",
  Type: "notify",
  FragmentPath: "/run/systemd/system.control/app.service",
  LoadState: "loaded",
  NRestarts: 0,
  ConditionResult: "yes",
  ConditionTimestampMonotonic: 990,
  AssertResult: "yes",
  ExecMainCode: 0,
  ActiveEnterTimestampMonotonic: 3_260_560_403,
  WatchdogTimestampMonotonic: 3_260_560_400,
  StatusText: "serving * $(reboot) `id` 'quoted' \\n a=b",
  pinned: "new",
  job: "done",
  waited_ms: 3000,
  started_ms: 2000,
  up_ms: 1000,
  begin_budget_ms: 60_000,
  ready_budget_ms: 30_000,
  soak_ms: 1000,
  probe: "none",
  want_type: "notify",
  want_fragment: "/run/systemd/system.control/app.service",
};
export const JUST_UP = { ...UP, up_ms: "" };
export const STARTING = {
  ...JUST_UP,
  ActiveState: "activating",
  SubState: "start",
  job: "running",
  Job: 812,
  ActiveEnterTimestampMonotonic: 0,
};
export const OLD_STOPS = {
  ...STARTING,
  InvocationID: "old",
  pinned: "",
  ActiveState: "deactivating",
  SubState: "stop-sigterm",
  started_ms: 0,
};
export const DEAD_BEFORE_START = {
  ...OLD_STOPS,
  InvocationID: "",
  ActiveState: "inactive",
  SubState: "dead",
  Job: 0,
};
export const DIED = {
  ...STARTING,
  ActiveState: "failed",
  SubState: "failed",
  Job: 0,
  job: "failed",
  ExecMainCode: 1,
};
