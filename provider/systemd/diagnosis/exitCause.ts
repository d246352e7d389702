import { exitStatus } from "./exitStatus";
import type { Cause, Failure, JournalLine } from "./failure";
import { interferenceIn } from "./interference";
import { EXECUTABLE_REMEDY, findClue } from "./journalClues";
import { moment } from "./moment";
import { controlProcessEnd, describeEnd, mainProcessEnd, type ProcessEnd } from "./processEnd";
import { capital, sentences } from "./sentences";
import { signal } from "./signals";
import { suspects, whoInterfered } from "./suspects";

/** What to do about a process that systemd gave up on before the program ran. */
const STATUS_REMEDIES: Readonly<Record<number, string>> = {
  200: "Make the directory of unit.workingDirectory, or leave it out for the release's own copy of `source`; the service's user must be able to enter it.",
  203: EXECUTABLE_REMEDY,
  216: "Make the group on the host, or correct unit.group.",
  217: "Make the user on the host, set createUser: true, or correct unit.user.",
  218: "Check CapabilityBoundingSet=, AmbientCapabilities= and SecureBits= in unit.directives.",
  226: "Check the paths of ReadWritePaths=, BindPaths= and the like in unit.directives: each must exist on the host, or begin with `-`. In a container, some namespaces may not be allowed at all.",
  228: "Check SystemCallFilter= in unit.directives against what this host's kernel and systemd know.",
  238: "Check unit.stateDirectory: something else may have its place below /var/lib.",
  243: "Run `pulumi refresh` and then `pulumi up`, which brings back what is missing of `secrets`. Check LoadCredential= and SetCredential= in unit.directives: each source must exist and be readable by root.",
};

/** The process is gone: by its own will, by systemd's, or by a signal. */
export function exitCause(failure: Failure): Cause {
  const end = mainProcessEnd(failure);
  const control = end === undefined ? controlProcessEnd(failure) : undefined;
  if (control !== undefined) return controlCause(control, failure);
  if (end === undefined) return untoldCause(failure);
  if (end.how !== "exited") return signalCause(end, failure);
  return exitStatus(end.status).isSystemds ? systemdCause(end, failure) : programCause(end, failure);
}

function programCause(end: ProcessEnd, failure: Failure): Cause {
  const { meaning } = exitStatus(end.status);
  const clue = findClue(failure.journal);
  return {
    did: `${describeEnd(end)} ${moment(failure)}`,
    meaning: sentences(
      end.status === 0
        ? "The program came to its end by itself, where a service is to stay."
        : `The program itself gave up${meaning ? ` (${meaning})` : ""}.`,
      clue?.meaning,
    ),
    remedies: [clue?.remedy ?? readItsWords(failure.journal)],
  };
}

function systemdCause({ status }: ProcessEnd, { failed, journal }: Failure): Cause {
  const { name, meaning } = exitStatus(status);
  const clue = findClue(journal.filter(({ from }) => from === "systemd"));
  const what = status === 217 && failed.User ? `its user \`${failed.User}\` does not exist` : meaning;
  return {
    did: `could not be started: ${what} (${name})`,
    meaning: sentences("systemd ended the process itself, before the program ran.", clue?.meaning),
    remedies: [
      STATUS_REMEDIES[status] ?? clue?.remedy ?? "See systemd.exec(5) for the directives that bear on it.",
    ],
  };
}

function controlCause(end: ProcessEnd, { journal }: Failure): Cause {
  const status = end.how === "exited" ? exitStatus(end.status) : undefined;
  const clue = findClue(journal);
  return {
    did: `did not get past ExecStartPre=, which ${describeEnd(end)}`,
    meaning: sentences(
      "The command before the program failed, so the program never ran.",
      status?.isSystemds ? `${capital(status.meaning ?? "")}.` : undefined,
      clue?.meaning,
    ),
    remedies: [
      clue?.remedy ??
        (status?.isSystemds ? STATUS_REMEDIES[end.status] : undefined) ??
        "Correct the command in unit.execStartPre.",
    ],
  };
}

/** By a signal that nobody of ours had sent. */
function signalCause(end: ProcessEnd, failure: Failure): Cause {
  const { name, meaning } = signal(end.status);
  if (interferenceIn(failure.journal) !== undefined) {
    return {
      did: `${describeEnd(end)} ${moment(failure)}, at somebody's request`,
      meaning: sentences(
        "Someone had systemd end it (systemctl kill, or a stop that it did not heed in time).",
        whoInterfered(failure),
      ),
      remedies: ["Run `pulumi up` again when nobody else works on this unit."],
    };
  }
  const clue = findClue(failure.journal);
  return {
    did: `${describeEnd(end)} ${moment(failure)}`,
    meaning: sentences(
      meaning ? `${name} usually means: ${meaning}.` : `It ended by ${name}.`,
      clue?.meaning,
      ...suspects(failure),
    ),
    remedies: [
      clue?.remedy ??
        (end.how === "dumped"
          ? "Where systemd-coredump is installed, `coredumpctl info` on the host shows where it happened."
          : "Look for the sender: `journalctl -k` on the host has the kernel's words."),
    ],
  };
}

/** Neither the journal nor the properties say how: the journal may be empty, and the next attempt already begun. */
function untoldCause(failure: Failure): Cause {
  const clue = findClue(failure.journal);
  return {
    did: `ended ${moment(failure)}`,
    meaning: sentences("systemd kept no record of how.", clue?.meaning),
    remedies: [clue?.remedy ?? readItsWords(failure.journal)],
  };
}

export function readItsWords(journal: readonly JournalLine[]): string {
  return journal.some(({ from }) => from === "service")
    ? "The journal above has the program's own words; correct what it complains about."
    : "It left no word in the journal: run its command on the host, as its user, to see what is wrong.";
}
