import type { NamesByVersion } from "./namesByVersion";

/** [Service] directives of systemd.service(5) and systemd.kill(5). */
export const SERVICE_DIRECTIVES: NamesByVersion = {
  0: `
    BusName ExecReload ExecStart ExecStartPost ExecStartPre ExecStop ExecStopPost FailureAction
    FileDescriptorStoreMax FinalKillSignal GuessMainPID KillMode KillSignal NonBlocking NotifyAccess
    PIDFile PermissionsStartOnly RebootArgument RemainAfterExit Restart RestartForceExitStatus
    RestartPreventExitStatus RestartSec RootDirectoryStartOnly RuntimeMaxSec SendSIGHUP SendSIGKILL
    Sockets StartLimitAction StartLimitBurst StartLimitInterval SuccessExitStatus TimeoutSec
    TimeoutStartSec TimeoutStopSec Type USBFunctionDescriptors USBFunctionStrings WatchdogSec
    WatchdogSignal`,
  243: "ExecCondition OOMPolicy TimeoutAbortSec",
  244: "RestartKillSignal",
  246: "TimeoutStartFailureMode TimeoutStopFailureMode",
  250: "ExitType RuntimeRandomizedExtraSec",
  253: "OpenFile ReloadSignal",
  254: "FileDescriptorStorePreserve RestartMaxDelaySec RestartMode RestartSteps",
  259: "ExecReloadPost",
  260: "RefreshOnReload",
  262: "LUOSession RestartRandomizedDelaySec",
};
