import type { Report } from "../../host/transaction";
import { readyAfterSeconds } from "../../systemd/state/unitState";
import { Unknown, type ValueMap } from "../value";

/** Everything observed of a service; what only a later operation will know is unknown in a preview. */
const OBSERVED = [
  "status",
  "readyAfter",
  "activeSince",
  "invocationId",
  "releaseDigest",
  "unitPath",
  "systemdVersion",
  "machineId",
  "hostKey",
  "changes",
] as const;

/** Where the committed unit lives; the trial's own place is nobody's business. */
export function unitPath(unit: string): string {
  return `/etc/systemd/system/${unit}`;
}

/** In words, what the host did; empty when it did nothing. */
function changesOf({ transcript: { plan, now, asides } }: Report): string[] {
  const adoption = now.adopted ? ["adopt: this very resource deployed the service here before"] : [];
  const displaced = asides.map((aside) => `set aside: ${aside}`);
  if (!plan || plan.action === "none") return [...adoption, ...displaced];
  return [...adoption, plan.why === "" ? plan.action : `${plan.action}: ${plan.why}`, ...displaced];
}

/** The outputs tell what runs on the host, whatever was asked for. */
export function outputsOf(report: Report, unit: string): ValueMap {
  const { now, host } = report.transcript;
  const runs = now.ActiveState === "active";
  const readyAfter = runs ? readyAfterSeconds(now) : undefined;
  return {
    status: now.ActiveState === undefined ? "unknown" : `${now.ActiveState} (${now.SubState ?? ""})`,
    ...(readyAfter === undefined ? {} : { readyAfter }),
    activeSince: runs ? (now.ActiveEnterTimestamp ?? "") : "",
    invocationId: now.InvocationID ?? "",
    releaseDigest: now.release ?? "",
    unitPath: unitPath(unit),
    systemdVersion: host.systemd ?? "",
    machineId: host.machine ?? "",
    hostKey: report.hostKey,
    changes: changesOf(report),
  };
}

/** What another run of the service brings. */
const OF_THE_RUN = ["status", "readyAfter", "activeSince", "invocationId", "changes"] as const;

/** By what the host says in a preview; undefined where it has something against the deployment, or made no plan. */
export function foreseenOutputs(report: Report, digest: string, unit: string): ValueMap | undefined {
  const { plan, findings, effects } = report.transcript;
  if (!plan || findings.length > 0) return undefined;
  const now = outputsOf(report, unit);
  if (plan.action === "none") {
    // The names of what is set aside have a time in them.
    return effects.some(({ kind }) => kind === "aside") ? { ...now, changes: Unknown.value } : now;
  }
  return {
    ...now,
    ...Object.fromEntries(OF_THE_RUN.map((name) => [name, Unknown.value])),
    ...(now.releaseDigest !== digest && { releaseDigest: Unknown.value }),
  };
}

/** Before a create on a host that wasn't asked: nothing is known but where the unit will be. */
export function plannedOutputs(unit: string): ValueMap {
  return { ...Object.fromEntries(OBSERVED.map((name) => [name, Unknown.value])), unitPath: unitPath(unit) };
}

/** Before an update on such a host: what a restart will change is unknown, the rest stays. */
export function plannedUpdateOutputs(old: ValueMap, unit: string, restarts: boolean): ValueMap {
  const { drift: _drift, toSetAside: _toSetAside, ...kept } = old;
  if (!restarts) return kept;
  const { systemdVersion, machineId, hostKey } = kept;
  return {
    ...plannedOutputs(unit),
    systemdVersion: systemdVersion ?? Unknown.value,
    machineId: machineId ?? Unknown.value,
    hostKey: hostKey ?? Unknown.value,
  };
}
