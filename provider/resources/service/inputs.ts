import type { ConnectionSpec } from "../../ssh/connectionSpec";
import type { UnitSpec } from "../../systemd/unit/unitSpec";

/** When a started service counts as up. */
export interface ReadinessSpec {
  /**
   * From the new invocation to READY=1, the first watchdog ping and the probe. Stopping the old process is not counted.
   * @default `unit.timeoutStart` plus 30s
   */
  timeout?: string;
  /** How long it must then stay up, unrestarted, before the release is committed. @default "10s" */
  minHealthyTime?: string;
  /** Wait for one WATCHDOG=1 after READY=1. @default true when `unit.watchdog` is set */
  watchdogPing?: boolean;
  /** An argv run on the host, as root, after READY=1 until it exits 0: for daemons whose READY says too little. */
  probe?: string[];
}

export interface PythonSpec {
  /** Pinned requirements as pip reads them (`"sdnotify==0.3.2"`), installed into a virtual environment of the service. */
  requirements: string[];
}

/** What the service needs on the host beside its own files. */
export interface RuntimeSpec {
  /** OS packages by the host's own names (apt, dnf or zypper); only missing ones are installed, none is ever removed. */
  packages?: string[];
  /** A Python virtual environment, kept beside the releases and shared by those with the same requirements. */
  python?: PythonSpec;
}

/** A kind of directory that systemd keeps for a unit. */
export type CleanedDirectory = "configuration" | "state" | "cache" | "logs" | "runtime";

/**
 * What a user says about one service on one host, without the wrappers of any SDK: the inputs of `systemd:index:Service`.
 * `Source` is whatever carries an asset or archive at that point (an SDK class, a wire value).
 */
export interface ServiceSpec<Source> {
  /** Unit name, with or without `.service`. @default the resource's name */
  name?: string;
  connection: ConnectionSpec;
  /** The application: a file, a directory or an archive. */
  source: Source;
  /**
   * Where people look for the application: a link to the running release. An absolute path whose parent exists.
   * @default none
   */
  directory?: string;
  runtime?: RuntimeSpec;
  unit: UnitSpec;
  /**
   * Take over what was made by hand: a unit file of this name in /etc/systemd/system, and whatever is at `directory`. It
   * runs until the first release starts, comes back should that fail, and is then kept in /opt/<name>/set-aside. Counts
   * for the first deployment only, so it may stay. What another stack deployed or a package brought is never taken over.
   * @default false: an error that names all of it
   */
  adopt?: boolean;
  /**
   * Secrets of the service, name → value, delivered as systemd's credentials (systemd 247): it finds each in the file
   * `$CREDENTIALS_DIRECTORY/<name>`, byte for byte, UTF-8, for its user alone to read. A changed value is a new release and
   * restarts it. Names are letters, digits, `_`, `-` and `.`; all together may take 1 MiB, in whole pages of 4 KiB.
   * Marked secret, however they are given. @default none
   */
  secrets?: Record<string, string>;
  /** Make `unit.user` as a system user when it is missing. @default false: a missing user is an error */
  createUser?: boolean;
  readiness?: ReadinessSpec;
  /** What happens to a release that doesn't become ready. @default "rollback" */
  onFailure?: "rollback" | "keep";
  /**
   * Which of the unit's own directories go with it when it is deleted, in the words of `systemctl clean --what=`
   * (systemctl(1)): those of StateDirectory=, CacheDirectory=, LogsDirectory= and so on. Counts once it was deployed with
   * `pulumi up`, and for every deletion: by a replacement too.
   * @default none: what the service wrote stays
   */
  cleanOnDelete?: CleanedDirectory[];
  /** How many releases before the running one stay on the host. @default 5 */
  revisionHistoryLimit?: number;
}
