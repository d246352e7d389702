/**
 * What values systemd accepts for directives whose value it would otherwise drop with no more than a warning in the
 * journal: enumerations, booleans, time spans and lists of units.
 */

/** Values by directive, each with the systemd version that brought it. */
const ENUMERATIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Type: dated("simple forking oneshot dbus notify idle", { exec: 240, "notify-reload": 253 }),
  NotifyAccess: dated("none main exec all"),
  Restart: dated("no always on-success on-failure on-abnormal on-abort on-watchdog"),
  RestartMode: dated("normal direct", { debug: 257 }),
  ExitType: dated("main cgroup"),
  KillMode: dated("control-group mixed process none"),
  OOMPolicy: dated("continue stop kill"),
  TimeoutStartFailureMode: dated("terminate abort kill"),
  TimeoutStopFailureMode: dated("terminate abort kill"),
  CollectMode: dated("inactive inactive-or-failed"),
  DevicePolicy: dated("auto closed strict"),
  KeyringMode: dated("inherit private shared"),
  ProtectProc: dated("noaccess invisible ptraceable default"),
  ProcSubset: dated("all pid"),
};

/** Booleans, with the further words that some of them take. */
const BOOLEANS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ...plainBooleans(`
    CPUAccounting DefaultDependencies DynamicUser IOAccounting IPAccounting IgnoreOnIsolate IgnoreSIGPIPE
    LockPersonality MemoryAccounting MemoryDenyWriteExecute NoNewPrivileges NonBlocking PrivateDevices PrivateIPC
    PrivateMounts PrivateNetwork ProtectClock ProtectKernelLogs ProtectKernelModules ProtectKernelTunables
    RefuseManualStart RefuseManualStop RemainAfterExit RemoveIPC RestrictRealtime RestrictSUIDSGID SendSIGHUP
    SendSIGKILL StopWhenUnneeded SyslogLevelPrefix TasksAccounting`),
  FileDescriptorStorePreserve: { restart: 0 },
  PrivateTmp: { disconnected: 257 },
  PrivateUsers: { self: 257, identity: 257, full: 258, managed: 262 },
  ProtectControlGroups: { private: 257, strict: 257 },
  ProtectHome: { "read-only": 0, tmpfs: 0 },
  ProtectSystem: { full: 0, strict: 0 },
  RuntimeDirectoryPreserve: { restart: 0 },
};

const TIME_SPANS = words(`
  JobRunningTimeoutSec JobTimeoutSec LogRateLimitIntervalSec RestartMaxDelaySec RestartSec RuntimeMaxSec
  RuntimeRandomizedExtraSec StartLimitInterval StartLimitIntervalSec TimeoutAbortSec TimeoutCleanSec TimeoutSec
  TimeoutStartSec TimeoutStopSec WatchdogSec`);

const UNIT_LISTS = words(`
  After Before BindsTo Conflicts OnFailure OnSuccess PartOf Requires Requisite Upholds Wants
  Also RequiredBy UpheldBy WantedBy`);

const TRUTH = /^(1|yes|y|true|t|on|0|no|n|false|f|off)$/i;

/** The words a directive accepts, or `undefined` when its values are of another kind. */
export function acceptedWords(name: string): string[] | undefined {
  if (ENUMERATIONS[name] !== undefined) return Object.keys(ENUMERATIONS[name]);
  if (BOOLEANS[name] !== undefined) return ["yes", "no", ...Object.keys(BOOLEANS[name])];
  return undefined;
}

export function isAcceptedWord(name: string, value: string): boolean {
  return acceptedWords(name)?.includes(value) === true || (BOOLEANS[name] !== undefined && TRUTH.test(value));
}

/** The systemd version that brought this value of a directive that is older than the value. */
export function valueSince(name: string, value: string): number {
  return (ENUMERATIONS[name] ?? BOOLEANS[name])?.[value] ?? 0;
}

export function takesTimeSpan(name: string): boolean {
  return TIME_SPANS.has(name);
}

export function takesUnits(name: string): boolean {
  return UNIT_LISTS.has(name);
}

/** A command line, of which systemd makes an argv itself. */
export function takesCommand(name: string): boolean {
  return /^Exec(Condition|StartPre|Start|StartPost|Reload|ReloadPost|Stop|StopPost)$/.test(name);
}

/** Words as old as their directive, and those that came later. */
function dated(old: string, later: Readonly<Record<string, number>> = {}): Record<string, number> {
  return { ...Object.fromEntries([...words(old)].map((word) => [word, 0])), ...later };
}

function plainBooleans(names: string): Record<string, Record<string, number>> {
  return Object.fromEntries([...words(names)].map((name) => [name, {}]));
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
