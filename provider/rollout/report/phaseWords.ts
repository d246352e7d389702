import type { Phase } from "../timeline";

/** What a host is busy with, for readers who don't know the agent's steps. */
export const PHASE_MEANINGS: Readonly<Record<Phase, string>> = {
  preflight: "the look at all hosts before the first is touched",
  connect: "dial and login",
  check: "the host is looked over again",
  upload: "files that the host lacks",
  lock: "waiting for another deployment of this unit",
  stage: "the release's own directory is filled",
  runtime: "OS packages and the Python environment",
  verify: "systemd-analyze verify",
  start: "from the start on trial to READY=1",
  soak: "ready; watched whether it stays up",
  commit: "unit and links are put in place",
  diagnose: "what went wrong is collected",
  rollback: "the host's own way back",
  revert: "the fleet's way back",
};
