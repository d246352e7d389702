import type { Transcript } from "../../host/transcript";
import type { Phase } from "../../rollout/timeline";

const PHASES: ReadonlyMap<string, Phase> = new Map(
  Object.entries({
    connect: "connect",
    preflight: "check",
    upload: "upload",
    lock: "lock",
    stage: "stage",
    runtime: "runtime",
    verify: "verify",
    trial: "start",
    judge: "start",
    commit: "commit",
    diagnose: "diagnose",
    rollback: "rollback",
  }),
);

/** What a host is busy with; undefined for what nobody waits for (tidying up). */
export function phaseOf({
  step,
  readyAfterUs,
}: Pick<Transcript, "step" | "readyAfterUs">): Phase | undefined {
  return step === "judge" && readyAfterUs !== undefined ? "soak" : PHASES.get(step);
}
