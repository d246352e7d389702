import { formatTimeSpan } from "../timeSpan";
import type { Cause, Failure } from "./failure";
import { findClue, findRefusedSender } from "./journalClues";
import { moment } from "./moment";
import { capital, sentences } from "./sentences";

const SAY_READY =
  'let the program send READY=1 when it is up (sd_notify(3); `SystemdNotifier().notify("READY=1")` in Python).';

/** It ran, and READY=1 was not heard in time. */
export function timeoutCause(failure: Failure): Cause {
  const { failed, journal, readyTimeoutSeconds } = failure;
  const within = limitOf(
    failed.Result === "timeout" ? failed.TimeoutStartUSec : undefined,
    readyTimeoutSeconds,
  );
  const refused = findRefusedSender(journal);
  if (refused !== undefined) return refusedSenderCause(failure, within);
  if (failed.SubState === "start-pre") {
    return {
      did: `did not get past ExecStartPre=${within}`,
      meaning: "The command before the program never came to an end, so the program never ran.",
      remedies: ["Correct the command in unit.execStartPre, or allow more time with unit.timeoutStart."],
    };
  }
  const status = failed.StatusText ? `Its last STATUS= was “${failed.StatusText}”.` : undefined;
  const clue = findClue(journal);
  if (!(failed.Type ?? "notify").startsWith("notify")) {
    return {
      did: `was not up${within}`,
      meaning: sentences(
        `Type=${failed.Type} has its own sign that a service is up, which did not come.`,
        status,
      ),
      remedies: [
        "See Type= in systemd.service(5); a service that can send READY=1 is best served by unit.type `notify`.",
      ],
    };
  }
  return {
    did: `did not send READY=1${within}`,
    meaning: sentences(
      "The process was running all the time, but systemd heard no READY=1 from it.",
      status,
      clue?.meaning,
    ),
    remedies: [
      ...(clue ? [clue.remedy] : []),
      "If it only needs longer, allow more with unit.timeoutStart (and readiness.timeout, if that is set).",
      `If it never sends READY=1: ${SAY_READY} A program that can't is served by unit.type \`exec\`.`,
    ],
  };
}

/** READY=1 came, from a process whose word does not count. */
function refusedSenderCause({ failed }: Failure, within: string): Cause {
  return {
    did: `was not heard${within}: systemd refused its notifications`,
    meaning: `A process of the service did notify systemd, but NotifyAccess=${failed.NotifyAccess ?? "main"} admits only the main process, and the sender was another one.`,
    remedies: [
      "If a shell script starts the program, let it `exec` the program, so that this becomes the main process.",
      "If a child has to notify, set unit.notifyAccess to `exec` or `all`.",
    ],
  };
}

/** It was up, and the WATCHDOG=1 that proves it alive did not come. */
export function noPingCause({ failed, readyTimeoutSeconds }: Failure): Cause {
  return {
    did: `said READY=1 but sent no WATCHDOG=1${limitOf(undefined, readyTimeoutSeconds)}`,
    meaning: `unit.watchdog promises one within ${watchdogOf(failed)}, again and again; without it systemd would soon kill the service.`,
    remedies: [
      "Let the program's work loop send WATCHDOG=1 at half that interval ($WATCHDOG_USEC has it, in microseconds).",
      "If it does not mean to, leave unit.watchdog out.",
    ],
  };
}

export function watchdogCause(failure: Failure): Cause {
  const { failed } = failure;
  return {
    did: `was killed by its watchdog ${moment(failure)}`,
    meaning: `No WATCHDOG=1 came for ${watchdogOf(failed)}, so systemd took it for hung and ended it with SIGABRT.`,
    remedies: [
      "Find what blocks the loop that sends WATCHDOG=1; it is due at half of unit.watchdog.",
      "If single steps take longer than that, raise unit.watchdog.",
    ],
  };
}

/** `Result=protocol`: the process left, politely, without having said READY=1. */
export function protocolCause({ journal, failed }: Failure): Cause {
  const clue = findClue(journal);
  const refused = findRefusedSender(journal);
  if (refused !== undefined) {
    return {
      did: "ended without a READY=1 that counts: systemd refused its notifications",
      meaning: `A process did notify systemd, but NotifyAccess=${failed.NotifyAccess ?? "main"} does not admit it; the main process then ended.`,
      remedies: [
        "Do not let the service fork into the background, or set unit.notifyAccess to `all` and let it send MAINPID=.",
      ],
    };
  }
  return {
    did: "ended with status 0 before it sent READY=1",
    meaning: sentences(
      "A notify service has to stay and to say READY=1; this one was done without either.",
      clue?.meaning,
    ),
    remedies: [
      ...(clue ? [clue.remedy] : []),
      `${capital(SAY_READY)} If it forks into the background, let it stay in the foreground.`,
      "If it is a job that ends, unit.type `oneshot` is for it; if it cannot notify, `exec`.",
    ],
  };
}

export function probeCause({ failed, readyTimeoutSeconds }: Failure): Cause {
  const words = failed.probe ? `It last said: ${failed.probe}` : "It said nothing.";
  return {
    did: `said READY=1, but readiness.probe did not succeed${limitOf(undefined, readyTimeoutSeconds)}`,
    meaning: `The probe was run again and again until the time was over. ${words}`,
    remedies: [
      "Run the probe's command on the host as root to see what it sees.",
      "If the service only needs longer, raise readiness.timeout.",
    ],
  };
}

function limitOf(startLimit: string | undefined, readyTimeoutSeconds: number | undefined): string {
  if (startLimit !== undefined && startLimit !== "" && startLimit !== "infinity")
    return ` within ${startLimit}`;
  return readyTimeoutSeconds === undefined
    ? " in time"
    : ` within ${formatTimeSpan(readyTimeoutSeconds * 1_000_000)}`;
}

/** Before its first start a unit shows `infinity`, and without a watchdog 0. */
function watchdogOf({ WatchdogUSec = "" }: Failure["failed"]): string {
  return /^(|0|infinity)$/.test(WatchdogUSec) ? "the time of WatchdogSec=" : WatchdogUSec;
}
