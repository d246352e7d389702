import type { NamesByVersion } from "./namesByVersion";

/** [Service] directives of systemd.exec(5). */
export const EXEC_DIRECTIVES: NamesByVersion = {
  0: `
    AmbientCapabilities AppArmorProfile BindPaths BindReadOnlyPaths CPUAffinity CPUSchedulingPolicy
    CPUSchedulingPriority CPUSchedulingResetOnFork CacheDirectory CacheDirectoryMode
    CapabilityBoundingSet ConfigurationDirectory ConfigurationDirectoryMode DynamicUser Environment
    EnvironmentFile Group IOSchedulingClass IOSchedulingPriority IgnoreSIGPIPE InaccessibleDirectories
    InaccessiblePaths KeyringMode LimitAS LimitCORE LimitCPU LimitDATA LimitFSIZE LimitLOCKS
    LimitMEMLOCK LimitMSGQUEUE LimitNICE LimitNOFILE LimitNPROC LimitRSS LimitRTPRIO LimitRTTIME
    LimitSIGPENDING LimitSTACK LockPersonality LogExtraFields LogLevelMax LogRateLimitBurst
    LogRateLimitIntervalSec LogsDirectory LogsDirectoryMode MemoryDenyWriteExecute MountAPIVFS
    MountFlags Nice NoNewPrivileges OOMScoreAdjust PAMName PassEnvironment Personality PrivateDevices
    PrivateMounts PrivateNetwork PrivateTmp PrivateUsers ProtectControlGroups ProtectHome
    ProtectKernelModules ProtectKernelTunables ProtectSystem ReadOnlyDirectories ReadOnlyPaths
    ReadWriteDirectories ReadWritePaths RemoveIPC RestrictAddressFamilies RestrictNamespaces
    RestrictRealtime RootDirectory RootImage RuntimeDirectory RuntimeDirectoryMode
    RuntimeDirectoryPreserve SELinuxContext SecureBits SmackProcessLabel StandardError StandardInput
    StandardInputData StandardInputText StandardOutput StateDirectory StateDirectoryMode
    SupplementaryGroups SyslogFacility SyslogIdentifier SyslogLevel SyslogLevelPrefix
    SystemCallArchitectures SystemCallErrorNumber SystemCallFilter TTYPath TTYReset TTYVHangup
    TTYVTDisallocate TemporaryFileSystem TimerSlackNSec UMask UnsetEnvironment User UtmpIdentifier
    UtmpMode WorkingDirectory`,
  242: "NetworkNamespacePath ProtectHostname RestrictSUIDSGID",
  243: "NUMAMask NUMAPolicy",
  244: "ProtectKernelLogs TimeoutCleanSec",
  245: "LogNamespace ProtectClock",
  246: "CoredumpFilter RootHash RootHashSignature RootVerity",
  247: `
    LoadCredential MountImages ProcSubset ProtectProc RootImageOptions SetCredential SystemCallLog`,
  248: "ExecPaths ExtensionImages IPCNamespacePath NoExecPaths PrivateIPC",
  250: `
    ExecSearchPath LoadCredentialEncrypted RestrictFileSystems SetCredentialEncrypted TTYColumns TTYRows`,
  251: "ExtensionDirectories",
  253: "LogFilterPatterns",
  254: `
    ExtensionImagePolicy ImportCredential MemoryKSM MountImagePolicy RootEphemeral RootImagePolicy`,
  255: "SetLoginEnvironment",
  257: "BindLogSockets PrivatePIDs",
  258: `
    BPFDelegateAttachments BPFDelegateCommands BPFDelegateMaps BPFDelegatePrograms
    CacheDirectoryAccounting CacheDirectoryQuota DelegateNamespaces LogsDirectoryAccounting
    LogsDirectoryQuota PrivateBPF StateDirectoryAccounting StateDirectoryQuota`,
  259: "UserNamespacePath",
  260: "MemoryTHP RootMStack",
};
