import type { Problem } from "../../problem";
import { elementPath } from "../../propertyPath";
import { notifyObstacle, OBSTACLE_NAMES } from "../lint/notifyObstacle";
import { HARDENING } from "../render/hardening";
import type { UnitSpec } from "../unitSpec";

/** What a sandbox would take from a service that it can't do without. */
export function hardeningConflicts(spec: UnitSpec, at: (field: string) => string): Problem[] {
  return [...notifyProblems(spec, at), ...homeProblems(spec, at), ...childProblems(spec, at)];
}

function notifyProblems(spec: UnitSpec, at: (field: string) => string): Problem[] {
  if (!(spec.type ?? "notify").startsWith("notify")) return [];
  const own = spec.directives?.Service ?? {};
  return OBSTACLE_NAMES.flatMap((name) => {
    const given = own[name];
    const objection = given === undefined ? undefined : notifyObstacle(name, [given].flat());
    if (objection === undefined) return [];
    const path = elementPath(elementPath(at("directives"), "Service"), name);
    return [{ path, reason: `${objection.consequence}: ${objection.remedy}` }];
  });
}

/** ProtectHome= empties homes: a program or a directory there is gone (203/EXEC, 200/CHDIR). */
function homeProblems(spec: UnitSpec, at: (field: string) => string): Problem[] {
  const own = spec.directives?.Service?.ProtectHome;
  const inSet = HARDENING[spec.hardening ?? "none"].find(([name]) => name === "ProtectHome")?.[1];
  const value = [own ?? inSet ?? "no"].flat().at(-1) ?? "no";
  if (!/^(?:1|yes|y|true|t|on|tmpfs)$/i.test(value)) return [];
  const reason =
    "lies in a home, which `ProtectHome=` hides from the service: move it to /opt, or set directives.Service.ProtectHome to `read-only`";
  const isHidden = (path: string | undefined) => /^\/(?:home|root|run\/user)(?:\/|$)/.test(path ?? "");
  return [
    ...(isHidden(spec.execStart?.[0]) ? [{ path: elementPath(at("execStart"), 0), reason }] : []),
    ...(isHidden(spec.workingDirectory) ? [{ path: at("workingDirectory"), reason }] : []),
  ];
}

/** Only as root may a child speak in its parent's name, as systemd-notify(1) does. */
function childProblems(spec: UnitSpec, at: (field: string) => string): Problem[] {
  const isRoot = spec.dynamicUser !== true && /^(?:root|0)$/.test(spec.user ?? "root");
  const hearsChildren = spec.notifyAccess === "all";
  const calls = (spec.execStart ?? []).some((word) => /(?:^|[\s;&|/])systemd-notify(?:\s|$)/.test(word));
  if (isRoot || hearsChildren || !calls) return [];
  return [
    {
      path: at("notifyAccess"),
      reason:
        "hears the main process alone, and `systemd-notify` is a process of its own that only root may let speak for its parent: write `all`",
    },
  ];
}
