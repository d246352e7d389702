import type { Problem } from "../../problem";
import { elementPath } from "../../propertyPath";
import { formatTimeSpan, parseTimeSpan } from "../../timeSpan";
import type { UnitSpec } from "../unitSpec";
import type { UnitContext } from "./unitContext";

/** Fields that are right by themselves and wrong together. */
export function conflicts(
  spec: UnitSpec,
  at: (field: string) => string,
  readiness: UnitContext["readiness"] = {},
): Problem[] {
  return [
    ...userConflicts(spec, at),
    ...typeConflicts(spec, at),
    ...notifyConflicts(spec, at),
    ...watchdogConflicts(spec, at),
    ...readinessConflicts(spec, readiness),
  ];
}

function* userConflicts(spec: UnitSpec, at: (field: string) => string): Generator<Problem> {
  if (spec.dynamicUser === true && spec.user !== undefined) {
    yield {
      path: at("dynamicUser"),
      reason: `conflicts with ${at("user")}: a dynamic user exists only while the service runs; leave one of them out`,
    };
  }
}

/** What systemd refuses at load time, "… Refusing." */
function* typeConflicts(spec: UnitSpec, at: (field: string) => string): Generator<Problem> {
  if (spec.type === "oneshot" && (spec.restart === "always" || spec.restart === "on-success")) {
    yield {
      path: at("restart"),
      reason: `conflicts with Type=oneshot, which may end: systemd refuses \`${spec.restart}\`; write \`on-failure\` or \`no\``,
    };
  }
  if (spec.type === "dbus" && spec.directives?.Service?.BusName === undefined) {
    yield {
      path: at("type"),
      reason: `\`dbus\` needs the name to wait for: set BusName in ${at("directives")}.Service`,
    };
  }
}

/** Set by systemd for sd_notify(3), and overridden by `Environment=`. */
const MANAGER_VARIABLES = ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"];

function* notifyConflicts(spec: UnitSpec, at: (field: string) => string): Generator<Problem> {
  const type = spec.type ?? "notify";
  const overridden = MANAGER_VARIABLES.find((name) => spec.environment?.[name] !== undefined);
  if (overridden !== undefined && type.startsWith("notify")) {
    yield {
      path: elementPath(at("environment"), overridden),
      reason:
        "is systemd's own word to the service about where READY=1 and WATCHDOG=1 go, and would replace it: leave it out",
    };
  }
  if (spec.notifyAccess === "none" && type.startsWith("notify")) {
    yield {
      path: at("notifyAccess"),
      reason: `conflicts with Type=${type}, which needs READY=1 to be heard (systemd would silently take \`main\`): write \`main\` or leave it out`,
    };
  }
}

function* watchdogConflicts(spec: UnitSpec, at: (field: string) => string): Generator<Problem> {
  if (!hasWatchdog(spec)) return;
  const path = at("watchdog");
  if (spec.type === "oneshot") {
    yield {
      path,
      reason: "conflicts with Type=oneshot: no process stays that could send WATCHDOG=1; leave it out",
    };
  } else if (spec.notifyAccess === "none" && spec.type !== undefined && !spec.type.startsWith("notify")) {
    yield {
      path,
      reason: `conflicts with ${at("notifyAccess")} \`none\`: WATCHDOG=1 must be heard (systemd would silently take \`main\`); write \`main\``,
    };
  }
}

function* readinessConflicts(
  spec: UnitSpec,
  { timeout, watchdogPing }: NonNullable<UnitContext["readiness"]>,
): Generator<Problem> {
  if (watchdogPing === true && !hasWatchdog(spec)) {
    yield {
      path: "readiness.watchdogPing",
      reason:
        "waits for a WATCHDOG=1 that nothing asks the service to send: set unit.watchdog, or leave this out",
    };
  }
  const watchdogUs = parseTimeSpan(spec.watchdog ?? "") ?? 0;
  const timeoutUs = parseTimeSpan(timeout ?? "") ?? Number.POSITIVE_INFINITY;
  if (hasWatchdog(spec) && watchdogPing !== false && timeoutUs <= watchdogUs / 2) {
    yield {
      path: "readiness.timeout",
      reason: `ends before the first WATCHDOG=1 is due, half of unit.watchdog after READY=1: allow more than ${formatTimeSpan(watchdogUs / 2)} plus the time to start, or set readiness.watchdogPing to false`,
    };
  }
}

function hasWatchdog(spec: UnitSpec): boolean {
  const span = parseTimeSpan(spec.watchdog ?? "") ?? 0;
  return span > 0 && span !== Number.POSITIVE_INFINITY;
}
