import type { AgentEvent } from "./events";
import { isRollback, type Transcript } from "./transcript";

const STEP_TEXT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    preflight: "checking the host",
    upload: "uploading",
    lock: "waiting for the lock",
    stage: "staging the release",
    runtime: "installing the runtime",
    verify: "verifying the unit",
    trial: "starting on trial",
    judge: "waiting for READY=1",
    soak: "ready; watching that it stays up",
    commit: "committing",
    diagnose: "collecting what went wrong",
    rollback: "rolling back to the previous release",
    prune: "pruning old releases",
    stop: "stopping",
    clean: "removing",
  }),
);

/** READY=1 of the release that was asked for, or of the one that it is rolled back to. */
function readyText({ keys }: AgentEvent, transcript: Transcript): string {
  const after = `${(Number(keys.after_us) / 1_000_000).toFixed(1)}s`;
  if (isRollback(transcript)) return `the previous release said READY=1 again, after ${after}`;
  return `READY=1 after ${after}; watching that it stays up`;
}

/** What the resource's row says while an event is the newest; undefined for events that are no news to a reader. */
export function progressText(event: AgentEvent, transcript: Transcript): string | undefined {
  const { name, keys, text } = event;
  switch (name) {
    case "step":
      return STEP_TEXT.get(keys.name ?? "") ?? keys.name;
    case "lock":
      return `waiting for another deployment of this unit (${text}, for ${keys.age_s ?? "?"}s)`;
    case "plan":
      return text === "" ? keys.action : `${keys.action}: ${text}`;
    case "progress":
      return text;
    case "state":
      return `${keys.active} (${keys.sub})`;
    case "status":
      return `STATUS: ${text}`;
    case "ready":
      return readyText(event, transcript);
    default:
      return undefined;
  }
}
