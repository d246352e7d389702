import { diagnose } from "../../../../provider/systemd/diagnosis/diagnose";
import type { Failure, JournalLine } from "../../../../provider/systemd/diagnosis/failure";
import { renderDiagnosis } from "../../../../provider/systemd/diagnosis/renderDiagnosis";

const NOTIFY = { Type: "notify", NotifyAccess: "main", WatchdogUSec: "15s" };

/** A release that was started and rolled back; `changed` tells how it failed. */
export function failure(changed: Partial<Failure>): Failure {
  return {
    host: "web-1",
    unit: "myapp.service",
    outcome: "rolled-back",
    step: "judge",
    code: "exited",
    now: { release: "0a1b2c3d4e5f6789", ActiveState: "active", SubState: "running" },
    findings: [],
    verify: [],
    journal: [],
    ...changed,
    failed: { ...NOTIFY, ...changed.failed },
  };
}

export function service(text: string): JournalLine {
  return { text, priority: 6, from: "service" };
}

export function systemd(text: string): JournalLine {
  return { text, priority: 5, from: "systemd" };
}

/** The text as a user reads it, its line breaks aside. */
export function readText(changed: Partial<Failure>): string {
  return renderDiagnosis(diagnose(failure(changed))).replace(/\s+/g, " ");
}
