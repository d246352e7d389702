import { diagnose } from "../../provider/systemd/diagnosis/diagnose";
import type { Failure, JournalLine } from "../../provider/systemd/diagnosis/failure";
import { renderDiagnosis } from "../../provider/systemd/diagnosis/renderDiagnosis";

export interface SampleFailure {
  readonly summary: string;
  readonly text: string;
}

/** What of a failure differs from one host to the next. */
export interface Scene {
  readonly service: string;
  readonly address: string;
  readonly release: string;
  readonly before: string;
  /** How long it was given to become ready. */
  readonly startMs: number;
  /** What ran before runs again. */
  readonly isBack: boolean;
}

/** Ways for a release to fail, in the words that a real host would have been given for them. */
export const SAMPLE_FAILURES: readonly ((scene: Scene) => SampleFailure)[] = [
  (scene) =>
    told(scene, {
      code: "exited",
      failed: exited(1, "Reading the licence"),
      journal: [
        systemd(`Starting ${scene.service} - MyApp Notify Service...`),
        service("Démarrage de l'application, préparation en cours..."),
        service("Traceback (most recent call last):"),
        service(
          `  File "/opt/myapp_notify/releases/${scene.release}/app/app_notify.py", line 27, in <module>`,
        ),
        service("FileNotFoundError: [Errno 2] No such file or directory: '/etc/myapp/license.key'"),
        systemd(`${scene.service}: Main process exited, code=exited, status=1/FAILURE`),
        systemd(`${scene.service}: Failed with result 'exit-code'.`),
      ],
    }),
  (scene) =>
    told(scene, {
      code: "exited",
      failed: exited(98, "Opening 0.0.0.0:8080"),
      journal: [
        systemd(`Starting ${scene.service} - MyApp Notify Service...`),
        service(`OSError: [Errno 98] Address already in use: ('0.0.0.0', 8080) ${"<retry> & ".repeat(40)}`),
        systemd(`${scene.service}: Main process exited, code=exited, status=98/n/a`),
      ],
    }),
  (scene) =>
    told(scene, {
      code: "start-timeout",
      readyTimeoutSeconds: Math.round(scene.startMs / 1000),
      failed: { Type: "notify", NotifyAccess: "main", StatusText: "Replaying the log, 41 of 207 segments" },
      journal: [
        systemd(`Starting ${scene.service} - MyApp Notify Service...`),
        ...Array.from({ length: 30 }, (_, at) => service(`segment ${at + 11} of 207 replayed`)),
      ],
    }),
];

export function sampleUnreachable({ address }: Scene): SampleFailure {
  const summary = `${address}: no answer on port 22 for 15s, at any of 10 tries`;
  return { summary, text: `${summary}\n  Is the host up, and is port 22 open to this machine?` };
}

function told(
  scene: Scene,
  how: Pick<Failure, "code" | "failed" | "journal"> & Partial<Failure>,
): SampleFailure {
  const diagnosis = diagnose({
    host: scene.address,
    unit: scene.service,
    outcome: scene.isBack ? "rolled-back" : "rollback-failed",
    step: "judge",
    now: scene.isBack
      ? { release: scene.before, ActiveState: "active", SubState: "running" }
      : { release: scene.before, ActiveState: "failed", SubState: "failed", Result: "exit-code" },
    findings: [],
    verify: [],
    ...how,
    failed: { ...how.failed, InvocationID: "37aae8d59e314a48a2aa371fa93b2d96" },
  });
  return { summary: diagnosis.summary, text: renderDiagnosis(diagnosis) };
}

function exited(status: number, words: string): Failure["failed"] {
  return {
    ...{ Type: "notify", NotifyAccess: "main", Result: "exit-code", StatusText: words },
    ...{ ActiveState: "activating", SubState: "auto-restart", ExecMainCode: "1" },
    ExecMainStatus: String(status),
  };
}

function service(text: string): JournalLine {
  return { text, priority: 6, from: "service" };
}

function systemd(text: string): JournalLine {
  return { text, priority: 5, from: "systemd" };
}
