/** What systemd could not do between fork and exec, by exit status (systemd.exec(5), "Process Exit Codes"). */
const SYSTEMD_STATUSES: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  200: ["CHDIR", "the working directory could not be entered"],
  201: ["NICE", "the scheduling priority could not be set"],
  202: ["FDS", "file descriptors could not be closed or passed on"],
  203: ["EXEC", "the program could not be executed"],
  204: ["MEMORY", "there was not enough memory to begin"],
  205: ["LIMITS", "a resource limit could not be set"],
  206: ["OOM_ADJUST", "OOMScoreAdjust= could not be applied"],
  207: ["SIGNAL_MASK", "the signal mask could not be set"],
  208: ["STDIN", "standard input could not be set up"],
  209: ["STDOUT", "standard output could not be set up"],
  210: ["CHROOT", "the root directory could not be changed"],
  211: ["IOPRIO", "the I/O priority could not be set"],
  212: ["TIMERSLACK", "the timer slack could not be set"],
  213: ["SECUREBITS", "the secure bits could not be set"],
  214: ["SETSCHEDULER", "CPU scheduling could not be set"],
  215: ["CPUAFFINITY", "the CPU affinity could not be set"],
  216: ["GROUP", "the group does not exist, or could not be changed to"],
  217: ["USER", "the user does not exist, or could not be changed to"],
  218: ["CAPABILITIES", "capabilities could not be dropped or granted"],
  219: ["CGROUP", "the control group could not be set up"],
  220: ["SETSID", "a new session could not be made"],
  221: ["CONFIRM", "the start was declined by hand"],
  222: ["STDERR", "standard error could not be set up"],
  224: ["PAM", "PAM refused the session"],
  225: ["NETWORK", "the network namespace could not be set up"],
  226: ["NAMESPACE", "the mount, user or other namespaces could not be set up"],
  227: ["NO_NEW_PRIVILEGES", "NoNewPrivileges= could not be applied"],
  228: ["SECCOMP", "the system call filter could not be applied"],
  229: ["SELINUX_CONTEXT", "the SELinux context could not be set"],
  230: ["PERSONALITY", "the execution domain could not be set"],
  231: ["APPARMOR_PROFILE", "the AppArmor profile could not be applied"],
  232: ["ADDRESS_FAMILIES", "RestrictAddressFamilies= could not be applied"],
  233: ["RUNTIME_DIRECTORY", "RuntimeDirectory= could not be made"],
  235: ["CHOWN", "the owner of a socket could not be changed"],
  236: ["SMACK_PROCESS_LABEL", "the SMACK label could not be set"],
  237: ["KEYRING", "the kernel keyring could not be set up"],
  238: ["STATE_DIRECTORY", "StateDirectory= could not be made"],
  239: ["CACHE_DIRECTORY", "CacheDirectory= could not be made"],
  240: ["LOGS_DIRECTORY", "LogsDirectory= could not be made"],
  241: ["CONFIGURATION_DIRECTORY", "ConfigurationDirectory= could not be made"],
  242: ["NUMA_POLICY", "the NUMA policy could not be set"],
  243: ["CREDENTIALS", "the credentials could not be loaded"],
  245: ["BPF", "the BPF restrictions could not be applied"],
};

/** What shells and the LSB agreed on, as far as it says something about the cause. */
const COMMON_STATUSES: Readonly<Record<number, string>> = {
  126: "a shell's word for: found, but not executable",
  127: "a shell's word for: command not found",
};

export interface ExitStatus {
  /** `203/EXEC`, or just the number. */
  readonly name: string;
  readonly meaning?: string;
  /** systemd itself ended the process, before the program ran. */
  readonly isSystemds: boolean;
}

export function exitStatus(status: number): ExitStatus {
  const own = SYSTEMD_STATUSES[status];
  if (own !== undefined) return { name: `${status}/${own[0]}`, meaning: own[1], isSystemds: true };
  return { name: `${status}`, meaning: COMMON_STATUSES[status], isSystemds: false };
}
