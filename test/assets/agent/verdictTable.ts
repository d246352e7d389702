import { DEAD_BEFORE_START, DIED, JUST_UP, type Lines, OLD_STOPS, STARTING, UP } from "./shownUnits";

/** What `systemctl show` and the judge know, and what is to be made of it. Real and invented. */
export const VERDICTS: [situation: string, lines: Lines, verdict: string][] = [
  ["up for as long as was asked", UP, "ready"],
  ["up, no soak asked for, seen for the first time", { ...JUST_UP, soak_ms: 0 }, "ready"],
  ["up for the first time", JUST_UP, "up"],
  ["up, not for long enough", { ...UP, up_ms: 999 }, "up"],
  ["starting, within its time", STARTING, "wait"],
  ["starting, after its time", { ...STARTING, started_ms: 30_001 }, "failed start-timeout"],
  ["start-pre and start-post are not up", { ...STARTING, SubState: "start-post" }, "wait"],

  ["the old process still stops, whatever its state says", OLD_STOPS, "wait"],
  ["the old process is still active", { ...UP, pinned: "", InvocationID: "old", job: "running" }, "wait"],
  ["the old process takes longer to stop than READY may take", { ...OLD_STOPS, waited_ms: 40_000 }, "wait"],
  ["the old process won't stop", { ...OLD_STOPS, waited_ms: 60_001 }, "failed start-blocked"],
  [
    "the old process may take for ever to stop",
    { ...OLD_STOPS, waited_ms: 9e9, begin_budget_ms: "" },
    "wait",
  ],
  [
    "systemd refuses the unit file",
    { ...DEAD_BEFORE_START, LoadState: "bad-setting", job: "failed" },
    "failed trial-not-in-force",
  ],
  [
    "start limit reached before anything ran",
    { ...DEAD_BEFORE_START, Result: "start-limit-hit", job: "failed" },
    "failed start-limit",
  ],
  [
    "a unit that it requires failed",
    {
      ...DEAD_BEFORE_START,
      job: "failed",
      words: "A dependency job for app.service failed. See 'journalctl -xe' for details.",
    },
    "failed dependency",
  ],
  [
    "someone stopped it before it began",
    { ...DEAD_BEFORE_START, job: "failed", words: "Job for app.service canceled." },
    "failed stopped-by-other",
  ],
  [
    "an assertion is not met",
    {
      ...DEAD_BEFORE_START,
      AssertResult: "no",
      job: "failed",
      words: "Assertion failed on job for app.service.",
    },
    "failed condition",
  ],

  // False greens: systemctl returned 0.
  [
    "condition not met, rc 0",
    { ...DEAD_BEFORE_START, job: "done", ConditionResult: "no" },
    "failed condition",
  ],
  [
    "condition not met, and the unit was collected since",
    { ...DEAD_BEFORE_START, job: "done", ConditionResult: "no", ConditionTimestampMonotonic: 0 },
    "failed condition",
  ],
  ["Type= fell back to simple", { ...UP, Type: "simple" }, "failed trial-not-in-force"],
  [
    "the unit in /etc is running, not the trial",
    { ...UP, FragmentPath: "/etc/systemd/system/app.service" },
    "failed trial-not-in-force",
  ],
  [
    "a simple service that left at once",
    { ...DEAD_BEFORE_START, job: "done", want_type: "simple", ConditionTimestampMonotonic: 0 },
    "failed exited",
  ],
  [
    "a process that left, with RemainAfterExit=",
    { ...UP, Type: "exec", want_type: "exec", SubState: "exited" },
    "failed exited",
  ],
  [
    "auto-restart is not starting",
    { ...STARTING, SubState: "auto-restart", Result: "exit-code", ExecMainCode: 1 },
    "failed exited",
  ],
  [
    "auto-restart-queued (systemd 254)",
    { ...STARTING, SubState: "auto-restart-queued", Result: "signal" },
    "failed signal",
  ],
  ["restarted before it was seen dead", { ...STARTING, NRestarts: 1 }, "failed exited"],
  ["restarted, and up by now", { ...JUST_UP, NRestarts: 1 }, "failed exited"],

  [
    "a counter that was not set back when the crash loop of the old version was ended",
    { ...UP, NRestarts: 3, pinned_restarts: 3 },
    "ready",
  ],
  [
    "restarted once more than when it was first seen",
    { ...UP, NRestarts: 4, pinned_restarts: 3 },
    "failed unstable",
  ],

  ["exit 0 before READY", { ...DIED, Result: "protocol" }, "failed protocol"],
  ["exit 1 before READY", { ...DIED, Result: "exit-code" }, "failed exited"],
  [
    "still being cleaned up after, Result is known already",
    { ...DIED, ActiveState: "deactivating", SubState: "stop-sigterm", Result: "timeout", Job: 812 },
    "failed start-timeout",
  ],
  ["killed by a signal", { ...DIED, Result: "signal", ExecMainCode: 2 }, "failed signal"],
  ["dumped core", { ...DIED, Result: "core-dump", ExecMainCode: 3 }, "failed core-dump"],
  ["killed for want of memory", { ...DIED, Result: "oom-kill" }, "failed oom-kill"],
  ["EnvironmentFile= missing", { ...DIED, Result: "resources", ExecMainCode: 0 }, "failed resources"],
  ["ExecCondition= said no", { ...DIED, Result: "exec-condition" }, "failed condition"],
  ["start limit", { ...DIED, Result: "start-limit-hit" }, "failed start-limit"],
  ["a Result of tomorrow", { ...DIED, Result: "moonphase" }, "failed internal"],

  ["restart during the soak", { ...UP, up_ms: 500, InvocationID: "third", NRestarts: 1 }, "failed unstable"],
  [
    "someone else restarted it during the soak",
    { ...UP, up_ms: 500, InvocationID: "third" },
    "failed unstable",
  ],
  [
    "watchdog during the soak",
    { ...UP, up_ms: 500, ActiveState: "deactivating", SubState: "stop-watchdog", Result: "watchdog" },
    "failed watchdog",
  ],
  [
    "someone stops it during the soak",
    { ...UP, up_ms: 500, ActiveState: "deactivating", SubState: "stop-sigterm" },
    "failed stopped-by-other",
  ],
  [
    "someone stops it during the soak, and it leaves with 0",
    { ...UP, up_ms: 500, ActiveState: "inactive", SubState: "dead", ExecMainCode: 1, asked: 1 },
    "failed stopped-by-other",
  ],
  [
    "someone stopped it, and it was collected",
    { ...UP, up_ms: 500, InvocationID: "", ActiveState: "inactive", SubState: "dead", asked: 1 },
    "failed stopped-by-other",
  ],
  [
    "someone restarts it, and it still stops",
    { ...UP, up_ms: 500, ActiveState: "deactivating", SubState: "stop-sigterm", Job: 900, asked: 1 },
    "wait",
  ],
  [
    "someone restarts it, and it is down for a moment",
    { ...UP, up_ms: 500, ActiveState: "inactive", SubState: "dead", Job: 900, asked: 1 },
    "wait",
  ],
  [
    "someone restarts it, and it never ends",
    {
      ...UP,
      started_ms: 31_001,
      ActiveState: "deactivating",
      SubState: "stop-sigterm",
      Job: 900,
      asked: 1,
    },
    "failed stopped-by-other",
  ],
  [
    "someone restarted it during the soak, and said so to systemd",
    { ...UP, up_ms: 500, InvocationID: "third", asked: 1 },
    "again",
  ],
  ["someone restarted it before READY", { ...STARTING, InvocationID: "third", asked: 1 }, "again"],
  [
    "someone restarts it again and again",
    { ...UP, up_ms: 500, InvocationID: "third", asked: 1, borne: 3 },
    "failed unstable",
  ],
  [
    "someone killed it, and systemd restarted it",
    { ...UP, up_ms: 500, InvocationID: "third", NRestarts: 1, asked: 1 },
    "failed unstable",
  ],
  [
    "someone killed it with SIGKILL",
    { ...UP, up_ms: 500, ActiveState: "failed", SubState: "failed", Result: "signal", asked: 1 },
    "failed signal",
  ],
  [
    "someone restarted it, and what came up crashed at once",
    {
      ...UP,
      up_ms: 500,
      InvocationID: "third",
      ActiveState: "activating",
      SubState: "auto-restart",
      Result: "exit-code",
      NRestarts: 0,
      asked: 1,
    },
    "again",
  ],
  [
    "left with 0 after READY, and was collected",
    {
      ...UP,
      up_ms: 500,
      InvocationID: "",
      ActiveState: "inactive",
      SubState: "dead",
      NRestarts: 0,
      Type: "notify",
    },
    "failed exited",
  ],
  [
    "reloads itself during the soak",
    { ...UP, up_ms: 5000, ActiveState: "reloading", SubState: "reload" },
    "up",
  ],

  ["a ping is owed", { ...UP, ping: 1 }, "up"],
  ["a ping came", { ...UP, ping: 1, WatchdogTimestampMonotonic: 3_265_560_403 }, "ready"],
  [
    "a ping came on a host that is up for a year",
    {
      ...UP,
      ping: 1,
      ActiveEnterTimestampMonotonic: 31_536_000_000_000,
      WatchdogTimestampMonotonic: 31_536_000_000_001,
    },
    "ready",
  ],
  ["no ping in time", { ...UP, ping: 1, started_ms: 30_001 }, "failed no-ping"],
  ["the probe has not succeeded yet", { ...UP, probe: "pending" }, "up"],
  ["the probe succeeded", { ...UP, probe: "passed" }, "ready"],
  ["the probe never succeeds", { ...UP, probe: "pending", started_ms: 30_001 }, "failed probe"],

  // systemctl's own fate says nothing.
  [
    "daemon-reexec: systemctl failed, the job goes on",
    { ...STARTING, job: "failed", words: "Warning! D-Bus connection terminated." },
    "wait",
  ],
  [
    "daemon-reexec before the new process: the job goes on",
    { ...OLD_STOPS, job: "failed", words: "Warning! D-Bus connection terminated." },
    "wait",
  ],
  ["daemon-reexec: systemctl failed, the service is up", { ...UP, job: "failed" }, "ready"],
  ["nobody answers, before", { pinned: "", job: "failed", up_ms: "" }, "wait"],
  ["nobody answers, during the soak", { pinned: "new", job: "done", up_ms: 500 }, "up"],
  ["nobody answers, for two minutes", { pinned: "new", job: "running", silent_ms: 120_000 }, "wait"],
  [
    "nobody answers, for longer",
    { pinned: "new", job: "done", up_ms: 500, silent_ms: 120_001 },
    "interrupted no-answer",
  ],
  ["somebody answers again, after longer", { ...UP, silent_ms: 120_001 }, "ready"],

  ["dead because the host goes down", { ...DIED, Result: "signal", system: "stopping" }, "interrupted"],
  ["dead, and the host says nothing of itself", { ...DIED, Result: "signal", system: "unknown" }, "wait"],
  ["dead on a degraded host", { ...DIED, Result: "exit-code", system: "degraded" }, "failed exited"],

  [
    "oneshot that is done",
    { ...UP, Type: "oneshot", want_type: "oneshot", ActiveState: "inactive", SubState: "dead", up_ms: "" },
    "ready",
  ],
  [
    "oneshot that is done and was collected",
    { ...DEAD_BEFORE_START, Type: "oneshot", want_type: "oneshot", job: "done" },
    "ready",
  ],
  ["oneshot that remains", { ...UP, Type: "oneshot", want_type: "oneshot", SubState: "exited" }, "ready"],
  [
    "oneshot that failed",
    { ...DIED, Type: "oneshot", want_type: "oneshot", Result: "exit-code" },
    "failed exited",
  ],
  [
    "an old version, of which nothing is wanted but to be up",
    { ...UP, want_type: "", want_fragment: "" },
    "ready",
  ],
];
