import { nameSet } from "./valueForm";

/** Words that a directive accepts, each with the systemd version that brought it (0: all supported ones know it). */
export type DatedWords = Readonly<Record<string, number>>;

const JOB_MODES = dated(
  "fail replace replace-irreversibly isolate flush ignore-dependencies ignore-requirements",
  { triggering: 247, "restart-dependencies": 257, lenient: 258 },
);

const ACTIONS = dated(
  `none reboot reboot-force reboot-immediate poweroff poweroff-force poweroff-immediate exit exit-force`,
  {
    ...{ "soft-reboot": 254, "soft-reboot-force": 254, kexec: 255, "kexec-force": 255 },
    ...{ halt: 255, "halt-force": 255, "halt-immediate": 255 },
  },
);

const LOG_LEVELS = dated("emerg alert crit err warning notice info debug");
const KILL_TIMEOUTS = dated("terminate abort kill");

export const ENUMERATIONS: Readonly<Record<string, DatedWords>> = {
  CPUSchedulingPolicy: dated("other batch idle fifo rr", { ext: 258 }),
  CollectMode: dated("inactive inactive-or-failed"),
  DevicePolicy: dated("auto closed strict"),
  ExitType: dated("main cgroup"),
  FailureAction: ACTIONS,
  IOSchedulingClass: dated("none realtime best-effort idle"),
  JobTimeoutAction: ACTIONS,
  KeyringMode: dated("inherit private shared"),
  KillMode: dated("control-group mixed process none"),
  LogLevelMax: LOG_LEVELS,
  ManagedOOMMemoryPressure: dated("auto kill"),
  ManagedOOMPreference: dated("none avoid omit"),
  ManagedOOMSwap: dated("auto kill"),
  MountFlags: dated("shared slave private"),
  NUMAPolicy: dated("default preferred bind interleave local"),
  NotifyAccess: dated("none main exec all"),
  OOMPolicy: dated("continue stop kill"),
  OnFailureJobMode: JOB_MODES,
  OnSuccessJobMode: JOB_MODES,
  ProcSubset: dated("all pid"),
  ProtectProc: dated("noaccess invisible ptraceable default"),
  Restart: dated("no always on-success on-failure on-abnormal on-abort on-watchdog"),
  RestartMode: dated("normal direct", { debug: 257 }),
  StartLimitAction: ACTIONS,
  SuccessAction: ACTIONS,
  SyslogFacility: dated(`
    kern user mail daemon auth syslog lpr news uucp cron authpriv ftp
    local0 local1 local2 local3 local4 local5 local6 local7`),
  SyslogLevel: LOG_LEVELS,
  TimeoutStartFailureMode: KILL_TIMEOUTS,
  TimeoutStopFailureMode: KILL_TIMEOUTS,
  Type: dated("simple forking oneshot dbus notify idle", { exec: 240, "notify-reload": 253 }),
  UtmpMode: dated("init login user"),
};

/** Enumerations whose words may also be given as the number that stands for them. */
export const NUMBERED: Readonly<Record<string, number>> = {
  CPUSchedulingPolicy: 2 ** 31,
  IOSchedulingClass: 7,
  LogLevelMax: 7,
  SyslogFacility: 127,
  SyslogLevel: 7,
};

/** Booleans, with the further words that some of them take. */
export const BOOLEANS: Readonly<Record<string, DatedWords>> = {
  ...plainBooleans(`
    AllowIsolate BindLogSockets BlockIOAccounting CPUAccounting CPUSchedulingResetOnFork CoredumpReceive
    DefaultDependencies DynamicUser GuessMainPID IOAccounting IPAccounting IgnoreOnIsolate IgnoreSIGPIPE
    LockPersonality MemoryAccounting MemoryDenyWriteExecute MemoryKSM MemoryZSwapWriteback MountAPIVFS
    NoNewPrivileges NonBlocking OnFailureIsolate PermissionsStartOnly PrivateDevices PrivateIPC PrivateMounts
    PrivateNetwork PrivatePIDs ProtectClock ProtectKernelLogs ProtectKernelModules ProtectKernelTunables
    RefuseManualStart RefuseManualStop RemainAfterExit RemoveIPC RestrictRealtime RestrictSUIDSGID
    RootDirectoryStartOnly RootEphemeral SendSIGHUP SendSIGKILL SetLoginEnvironment StopWhenUnneeded
    SurviveFinalKillSignal SyslogLevelPrefix TTYReset TTYVHangup TTYVTDisallocate TasksAccounting`),
  FileDescriptorStorePreserve: { restart: 0 },
  MemoryPressureWatch: { auto: 0, off: 0, on: 0, skip: 0 },
  PrivateTmp: { disconnected: 257 },
  PrivateUsers: { self: 257, identity: 257, full: 258, managed: 262 },
  ProtectControlGroups: { private: 257, strict: 257 },
  ProtectHome: { "read-only": 0, tmpfs: 0 },
  ProtectHostname: { private: 258 },
  ProtectSystem: { full: 0, strict: 0 },
  RuntimeDirectoryPreserve: { restart: 0 },
};

/** Words as old as their directive, and those that came later. */
function dated(old: string, later: DatedWords = {}): DatedWords {
  return { ...Object.fromEntries([...nameSet(old)].map((word) => [word, 0])), ...later };
}

function plainBooleans(names: string): Record<string, DatedWords> {
  return Object.fromEntries([...nameSet(names)].map((name) => [name, {}]));
}
