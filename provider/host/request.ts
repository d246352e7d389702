import { shellQuote } from "./quote";

/** What every operation on a host says of itself. */
export interface Identity {
  /** `myapp_notify.service` */
  readonly unit: string;
  /** `myapp_notify`: the directory below /opt and the name of the lock. */
  readonly name: string;
  /** Whoever holds this token owns the unit on its host. */
  readonly token: string;
  readonly urn: string;
}

/** What a release asks of its host, whether it is to be deployed there or only planned; its files travel beside it. */
export interface ReleaseTerms extends Identity {
  readonly digest: string;
  readonly directory: string;
  readonly adopt: boolean;
  /** What a refresh found of others in the service's place, and this deployment may move away: absolute paths. */
  readonly displace: readonly string[];
  /** Digests of what this resource deployed here, by which its service is known where the host's own record is gone. */
  readonly known: readonly string[];
  readonly runUser: string;
  readonly runGroup: string;
  readonly createUser: boolean;
  readonly python: boolean;
  readonly minimumSystemd: number;
  /** What of the unit needs it; empty: nothing in particular. */
  readonly minimumSystemdFor: string;
  readonly needKilobytes: number;
  readonly enable: boolean;
}

/** What a deployment would do, asked of a host that is left as it is. */
export interface PlanRequest extends ReleaseTerms {
  readonly op: "plan";
}

/** A deployment. Durations in whole seconds: that is what sh counts in. */
export interface ApplyRequest extends ReleaseTerms {
  readonly op: "apply";
  readonly transaction: string;
  readonly unitType: string;
  readonly readyTimeoutSeconds: number;
  readonly minHealthySeconds: number;
  readonly watchdogPing: boolean;
  readonly onFailure: "rollback" | "keep";
  readonly historyLimit: number;
  readonly lockTimeoutSeconds: number;
  /** Where the agent waits for tests to let it go on (docs/agent-protocol.md §6); empty: nowhere. */
  readonly pauseAt: string;
}

export interface ObserveRequest extends Identity {
  readonly op: "observe";
  readonly directory: string;
}

export interface RemoveRequest extends Identity {
  readonly op: "remove";
  readonly transaction: string;
  readonly directory: string;
  /** Of the unit as it was deployed, by which it is known where the host's own record is gone; empty: not known. */
  readonly unitSha256: string;
  /** Which of the unit's directories outside /opt go too, in the words of `systemctl clean --what=`. */
  readonly clean: readonly string[];
  readonly lockTimeoutSeconds: number;
}

/** A release that is on the host already takes the place of the one that runs, by the rule it was committed by. */
export interface RevertRequest extends Identity {
  readonly op: "revert";
  readonly transaction: string;
  readonly digest: string;
  /** The release that must be in place, so that nobody else's deployment is undone. */
  readonly leaving: string;
  readonly directory: string;
  readonly lockTimeoutSeconds: number;
}

/** Follows, or stops at its next safe point, a transaction that runs already; or takes its turn when the lock is free. */
export interface AttendRequest extends Identity {
  readonly op: "follow" | "cancel" | "turn";
  readonly transaction: string;
  readonly directory: string;
}

export type HostRequest =
  | ApplyRequest
  | PlanRequest
  | ObserveRequest
  | RemoveRequest
  | RevertRequest
  | AttendRequest;

type Assignment = readonly [variable: string, value: string | number | boolean];

function releaseAssignments(request: ReleaseTerms): Assignment[] {
  return [
    ["DIGEST", request.digest],
    ["ADOPT", request.adopt],
    ["DISPLACE", request.displace.join("\n")],
    ["KNOWN", request.known.join(" ")],
    ["RUN_USER", request.runUser],
    ["RUN_GROUP", request.runGroup],
    ["CREATE_USER", request.createUser],
    ["PYTHON", request.python],
    ["MIN_SYSTEMD", request.minimumSystemd],
    ["MIN_SYSTEMD_FOR", request.minimumSystemdFor],
    ["NEED_KB", request.needKilobytes],
    ["ENABLE", request.enable],
  ];
}

function applyAssignments(request: ApplyRequest): Assignment[] {
  return [
    ...releaseAssignments(request),
    ["TX", request.transaction],
    ["UNIT_TYPE", request.unitType],
    ["READY_TIMEOUT_S", request.readyTimeoutSeconds],
    ["MIN_HEALTHY_S", request.minHealthySeconds],
    ["WATCHDOG_PING", request.watchdogPing],
    ["ON_FAILURE", request.onFailure],
    ["HISTORY_LIMIT", request.historyLimit],
    ["LOCK_TIMEOUT_S", request.lockTimeoutSeconds],
    ["PAUSE_AT", request.pauseAt],
  ];
}

function assignments(request: HostRequest): Assignment[] {
  const common: Assignment[] = [
    ["OP", request.op],
    ["UNIT", request.unit],
    ["NAME", request.name],
    ["TOKEN", request.token],
    ["URN", request.urn],
    ["DIRECTORY", request.directory],
  ];
  switch (request.op) {
    case "apply":
      return [...common, ...applyAssignments(request)];
    case "plan":
      return [...common, ...releaseAssignments(request)];
    case "remove":
      return [
        ...common,
        ["TX", request.transaction],
        ["UNIT_SHA256", request.unitSha256],
        ["CLEAN", request.clean.join(" ")],
        ["LOCK_TIMEOUT_S", request.lockTimeoutSeconds],
      ];
    case "revert":
      return [
        ...common,
        ["TX", request.transaction],
        ["DIGEST", request.digest],
        ["LEAVING", request.leaving],
        ["LOCK_TIMEOUT_S", request.lockTimeoutSeconds],
      ];
    case "follow":
    case "cancel":
    case "turn":
      return [...common, ["TX", request.transaction]];
    case "observe":
      return common;
  }
}

/** A switch is `1` or empty, as `test -n` wants it. */
function shellValue(value: string | number | boolean): string {
  return shellQuote(typeof value === "boolean" ? (value ? "1" : "") : String(value));
}

/** The `request` file that the agent sources (docs/agent-protocol.md §2). */
export function requestText(request: HostRequest): string {
  return assignments(request)
    .map(([variable, value]) => `${variable}=${shellValue(value)}\n`)
    .join("");
}

/** The request of whoever comes later to a transaction that runs already; reading alone is no transaction. */
export function attend(op: AttendRequest["op"], request: HostRequest): AttendRequest | undefined {
  if (!("transaction" in request)) return undefined;
  const { unit, name, token, urn, transaction, directory } = request;
  return { op, unit, name, token, urn, transaction, directory };
}
