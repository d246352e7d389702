/** The service types that tell systemd when they are up (systemd.service(5)), and the ones people migrate from. */
export type ServiceType =
  | "notify"
  | "notify-reload"
  | "simple"
  | "exec"
  | "forking"
  | "oneshot"
  | "dbus"
  | "idle";

export type NotifyAccess = "none" | "main" | "exec" | "all";

export type Restart =
  | "no"
  | "always"
  | "on-success"
  | "on-failure"
  | "on-abnormal"
  | "on-abort"
  | "on-watchdog";

export type HardeningSet = "none" | "basic" | "strict";

/**
 * A service unit as its author thinks of it. Durations are systemd time spans (`"15s"`, `"1min 30s"`, `"infinity"`;
 * systemd.time(7)). Whatever has no field of its own goes into `directives`.
 */
export interface UnitSpec {
  /** `Description=`. @default the unit's name */
  description?: string;
  /** `After=`: ordering only. A client of the network needs `wants` *and* `after` `network-online.target`. */
  after?: string[];
  /** `Wants=` */
  wants?: string[];
  /** `Requires=` */
  requires?: string[];
  /** `Type=`. @default "notify" */
  type?: ServiceType;
  /**
   * The command, as argv: no shell, no expansion (`$` and `%` reach the program as they are written).
   * The first word is an absolute path of the host, a file of `source` (`"./bin/server"` or `"server.py"`), or a name:
   * with a Python runtime a program of the virtual environment (`"python3"`, `"gunicorn"`), otherwise of the host.
   * The working directory is the release's own copy of `source`.
   */
  execStart?: string[];
  /** `ExecStartPre=`, each an argv like `execStart`. */
  execStartPre?: string[][];
  /** `ExecReload=`, an argv. A command with `$MAINPID` goes into `directives`, where systemd fills it in. */
  execReload?: string[];
  /** `User=`. @default root */
  user?: string;
  /** `Group=`. @default the user's own */
  group?: string;
  /** `DynamicUser=`: a user that exists only while the service runs. Excludes `user`. @default false */
  dynamicUser?: boolean;
  /** `NotifyAccess=`: who may send READY=1. @default "main" */
  notifyAccess?: NotifyAccess;
  /** `Restart=`. @default "on-failure" */
  restart?: Restart;
  /** `RestartSec=`. @default systemd's own, 100ms */
  restartSec?: string;
  /** `WatchdogSec=`: without a WATCHDOG=1 for this long after READY the service is killed. @default off */
  watchdog?: string;
  /** `TimeoutStartSec=`: from start to READY=1. @default "90s" */
  timeoutStart?: string;
  /** `TimeoutStopSec=`. @default systemd's own, 90s */
  timeoutStop?: string;
  /**
   * `StartLimitIntervalSec=`. @default long enough that a service which needs all of `timeoutStart` for each try still
   * reaches the limit: systemd's own 10s never stops a crash loop of a slow starter.
   */
  startLimitInterval?: string;
  /** `StartLimitBurst=`. @default 5 */
  startLimitBurst?: number;
  /**
   * `Environment=`. Readable by every user of the host: secrets go into `secrets`.
   * @default `PYTHONUNBUFFERED=1` with a Python runtime, or printed lines would reach the journal late or never
   */
  environment?: Record<string, string>;
  /** `EnvironmentFile=`, absolute paths of the host, a leading `-` for "may be missing". */
  environmentFiles?: string[];
  /** `StateDirectory=`: directories below /var/lib, made and owned for the service. Not removed on delete. */
  stateDirectory?: string[];
  /** `WorkingDirectory=`. @default the release's own copy of `source` */
  workingDirectory?: string;
  /** `WantedBy=`. An empty list: not started at boot. @default ["multi-user.target"] */
  wantedBy?: string[];
  /**
   * A named set of sandboxing directives that keep sd_notify working (docs/hardening.md): `"basic"` asks nothing of the
   * program but that it leaves /etc, homes and the kernel alone, `"strict"` lets it write in its own directories only.
   * Whatever `directives` names counts instead. @default "none"
   */
  hardening?: HardeningSet;
  /** Everything else: section → directive → value or values, passed on literally except that no value can start a line. */
  directives?: Record<string, Record<string, string | string[]>>;
  /**
   * The text of an existing unit file instead of all the fields above. It is checked line by line for what systemd would
   * silently ignore; paths below the resource's `directory` are led to the release. With a Python runtime `python3` and
   * `/usr/bin/python3` as programs are that of the virtual environment, and `PYTHONUNBUFFERED=1` is set unless the text
   * sets it otherwise. `secrets` are loaded by lines that are added to [Service].
   */
  text?: string;
}
