import type { NamesByVersion } from "./namesByVersion";

/** [Unit] directives, systemd.unit(5), but for conditions. */
export const UNIT_DIRECTIVES: NamesByVersion = {
  0: `
    After AllowIsolate Before BindTo BindsTo CollectMode Conflicts DefaultDependencies Description
    Documentation FailureAction FailureActionExitStatus IgnoreOnIsolate JobRunningTimeoutSec
    JobTimeoutAction JobTimeoutRebootArgument JobTimeoutSec JoinsNamespaceOf OnFailure OnFailureIsolate
    OnFailureJobMode PartOf PropagateReloadFrom PropagateReloadTo PropagatesReloadTo RebootArgument
    RefuseManualStart RefuseManualStop ReloadPropagatedFrom Requires RequiresMountsFor Requisite
    SourcePath StartLimitAction StartLimitBurst StartLimitInterval StartLimitIntervalSec
    StopWhenUnneeded SuccessAction SuccessActionExitStatus Wants`,
  249: "OnSuccess OnSuccessJobMode PropagatesStopTo StopPropagatedFrom Upholds",
  255: "SurviveFinalKillSignal",
  256: "WantsMountsFor",
};
