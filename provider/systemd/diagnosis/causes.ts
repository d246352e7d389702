import { exitCause, readItsWords } from "./exitCause";
import type { Cause, Failure } from "./failure";
import { findClue, wasStartLimited } from "./journalClues";
import { moment } from "./moment";
import { preparationCause } from "./preparationCause";
import { describeEnd, mainProcessEnd } from "./processEnd";
import { noPingCause, probeCause, protocolCause, timeoutCause, watchdogCause } from "./readinessCause";
import { sentences } from "./sentences";

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
      return {
        did: "was stopped from outside while it was being judged",
        meaning: "Someone ran systemctl stop, or a unit that it depends on went down.",
        remedies: [
          "Run `pulumi up` again when nobody else works on this unit; `journalctl -b` on the host may tell who did.",
        ],
      };
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

function unstableCause(failure: Failure): Cause {
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
