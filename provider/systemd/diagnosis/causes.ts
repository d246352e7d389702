import { exitCause, readItsWords } from "./exitCause";
import type { Cause, Failure } from "./failure";
import { interferenceIn } from "./interference";
import { findClue, wasStartLimited } from "./journalClues";
import { moment } from "./moment";
import { preparationCause } from "./preparationCause";
import { describeEnd, mainProcessEnd } from "./processEnd";
import { noPingCause, probeCause, protocolCause, timeoutCause, watchdogCause } from "./readinessCause";
import { sentences } from "./sentences";
import { whoInterfered } from "./suspects";

/** Why a deployment failed, by the code that the host gave (docs/agent-protocol.md §5). */
export function causeOf(failure: Failure): Cause {
  switch (failure.code) {
    case "start-timeout":
      return timeoutCause(failure);
    case "no-ping":
      return noPingCause(failure);
    case "probe":
      return probeCause(failure);
    case "exited":
    case "signal":
    case "core-dump":
      return wasStartLimited(failure.journal) ? startLimitCause(failure) : exitCause(failure);
    case "watchdog":
      return watchdogCause(failure);
    case "protocol":
      return protocolCause(failure);
    case "start-limit":
      return startLimitCause(failure);
    case "oom-kill":
      return oomCause(failure);
    case "resources":
      return resourcesCause(failure);
    case "condition":
      return conditionCause(failure);
    case "unstable":
      return unstableCause(failure);
    case "stopped-by-other":
      return stoppedCause(failure);
    case "edited-by-other":
      return editedCause(failure);
    default:
      return preparationCause(failure);
  }
}

function startLimitCause({ journal }: Failure): Cause {
  const clue = findClue(journal);
  return {
    did: "failed so often that systemd starts it no more (start limit)",
    meaning: sentences(
      "StartLimitBurst= starts within StartLimitIntervalSec= were used up; what made them fail is the thing to look for.",
      clue?.meaning,
    ),
    remedies: [clue?.remedy ?? `${readItsWords(journal)} The next \`pulumi up\` resets the limit.`],
  };
}

function oomCause(failure: Failure): Cause {
  return {
    did: `was killed for want of memory ${moment(failure)}`,
    meaning: "The kernel's OOM killer, or systemd-oomd, took one of its processes.",
    remedies: [
      "Give the host more memory, or raise MemoryMax= in unit.directives if the unit has one.",
      "`journalctl -k` on the host tells how much it used.",
    ],
  };
}

/** systemd had not even a process to start: a missing EnvironmentFile= is the usual reason. */
function resourcesCause({ journal }: Failure): Cause {
  const words = journal.findLast(({ from, text }) => from === "systemd" && /Failed to/.test(text))?.text;
  return {
    did: "could not be started: systemd lacked something that the unit names",
    meaning:
      words ?? "systemd failed before there was a process, for want of a file or of a resource of its own.",
    remedies: [
      "Check that every path of unit.environmentFiles exists on the host; a leading `-` makes one optional.",
    ],
  };
}

function conditionCause({ failed }: Failure): Cause {
  const assert = failed.AssertResult === "no";
  return {
    did: `was not started: ${assert ? "an Assert…=" : "a Condition…="} of the unit is not met on this host`,
    meaning: assert
      ? "systemd refuses the start, and the unit is not active."
      : "systemd calls that a success and starts nothing, so the unit is not active. ExecCondition= counts as well.",
    remedies: ["`systemctl status` on the host names the condition; meet it, or remove it from the unit."],
  };
}

const WHEN_ALONE = "Run `pulumi up` again when nobody else works on this unit.";

function stoppedCause(failure: Failure): Cause {
  const killed = interferenceIn(failure.journal) === "kill";
  return {
    did: `was ${killed ? "killed" : "stopped"} from outside while it was being judged`,
    meaning: sentences(
      killed
        ? "Someone had systemd send it a signal (systemctl kill)."
        : "Someone ran systemctl stop, or a unit that it depends on went down.",
      whoInterfered(failure),
    ),
    remedies: [WHEN_ALONE],
  };
}

/** The one failure of a release that was up and well. */
function editedCause(failure: Failure): Cause {
  return {
    did: "was ready, but its unit file had been changed by somebody else meanwhile",
    meaning: sentences(
      `/etc/systemd/system/${failure.unit} is no longer the file that this deployment was to replace, and nobody's work is overwritten unseen.`,
      whoInterfered(failure),
    ),
    remedies: [
      "`pulumi refresh --diff` shows what differs; take over into the program what is wanted of it.",
      "`pulumi up` then replaces the file with the program's.",
    ],
  };
}

/** It was up, and someone restarted it again and again; or it was up, came down by itself, and there is no more to know. */
function unstableCause(failure: Failure): Cause {
  if (interferenceIn(failure.journal) === "stop") {
    return {
      did: "became ready, and was restarted from outside again and again",
      meaning: sentences(
        "Each restart began its readiness.minHealthyTime anew, so nobody knows whether it stays up by itself.",
        whoInterfered(failure),
      ),
      remedies: [WHEN_ALONE],
    };
  }
  const clue = findClue(failure.journal);
  const end = mainProcessEnd(failure);
  return {
    did: "became ready but did not stay up for readiness.minHealthyTime",
    meaning: sentences(
      `It said READY=1 and then failed and was restarted${end ? `: it ${describeEnd(end)}` : ""}.`,
      clue?.meaning,
    ),
    remedies: [clue?.remedy ?? `${readItsWords(failure.journal)} READY=1 may also be sent too early.`],
  };
}
