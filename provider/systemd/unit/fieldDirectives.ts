import type { Section } from "./directives/known";
import type { UnitSpec } from "./unitSpec";

/** Where each typed field is written. `many`: the directive adds up, so further lines may stand beside the field's. */
export const FIELD_DIRECTIVES: Readonly<
  Record<
    Exclude<keyof UnitSpec, "hardening" | "directives" | "text">,
    { readonly section: Section; readonly name: string; readonly many?: true }
  >
> = {
  description: { section: "Unit", name: "Description" },
  after: { section: "Unit", name: "After", many: true },
  wants: { section: "Unit", name: "Wants", many: true },
  requires: { section: "Unit", name: "Requires", many: true },
  startLimitInterval: { section: "Unit", name: "StartLimitIntervalSec" },
  startLimitBurst: { section: "Unit", name: "StartLimitBurst" },
  type: { section: "Service", name: "Type" },
  notifyAccess: { section: "Service", name: "NotifyAccess" },
  execStartPre: { section: "Service", name: "ExecStartPre", many: true },
  execStart: { section: "Service", name: "ExecStart" },
  execReload: { section: "Service", name: "ExecReload", many: true },
  workingDirectory: { section: "Service", name: "WorkingDirectory" },
  user: { section: "Service", name: "User" },
  group: { section: "Service", name: "Group" },
  dynamicUser: { section: "Service", name: "DynamicUser" },
  environment: { section: "Service", name: "Environment", many: true },
  environmentFiles: { section: "Service", name: "EnvironmentFile", many: true },
  stateDirectory: { section: "Service", name: "StateDirectory", many: true },
  restart: { section: "Service", name: "Restart" },
  restartSec: { section: "Service", name: "RestartSec" },
  watchdog: { section: "Service", name: "WatchdogSec" },
  timeoutStart: { section: "Service", name: "TimeoutStartSec" },
  timeoutStop: { section: "Service", name: "TimeoutStopSec" },
  wantedBy: { section: "Install", name: "WantedBy", many: true },
};

/** The typed field that writes a directive; other spellings of the same setting count as well. */
export function fieldOf(section: string, name: string): { field: string; many: boolean } | undefined {
  const spelling = OTHER_SPELLINGS[`${section}.${name}`] ?? name;
  for (const [field, directive] of Object.entries(FIELD_DIRECTIVES)) {
    if (directive.name === spelling && (directive.section === section || spelling !== name)) {
      return { field, many: directive.many === true };
    }
  }
  return undefined;
}

/** `TimeoutSec=` sets both timeouts; the limit's old names are still read (systemd.service(5)). */
const OTHER_SPELLINGS: Readonly<Record<string, string>> = {
  "Service.TimeoutSec": "TimeoutStartSec",
  "Service.StartLimitInterval": "StartLimitIntervalSec",
  "Service.StartLimitBurst": "StartLimitBurst",
  "Unit.StartLimitInterval": "StartLimitIntervalSec",
};
