import { exitStatus } from "./exitStatus";
import type { Cause, Failure } from "./failure";
import { EXECUTABLE_REMEDY, findClue, findControlExit } from "./journalClues";
import { moment } from "./moment";
import { capital, sentences } from "./sentences";
import { signal } from "./signals";

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
  243: "Check LoadCredential= and SetCredential= in unit.directives: each source must exist and be readable by root.",
};

/** The program, or systemd on its behalf, ended with a status. */
export function exitCause(failure: Failure): Cause {
  const { journal, failed } = failure;
  const control = Number(failed.ExecMainCode ?? 0) === 0 ? findControlExit(journal) : undefined;
  if (control?.code === "exited") return controlCause(control.status, failure);
  const status = exitStatus(Number(failed.ExecMainStatus ?? 0));
  if (status.isSystemds) return systemdCause(Number(failed.ExecMainStatus), failure);
  const clue = findClue(journal);
  const when = moment(failure);
  return {
    did: `exited with status ${status.name} ${when}`,
    meaning: sentences(
      Number(failed.ExecMainStatus ?? 0) === 0
        ? "The program came to its end by itself, where a service is to stay."
        : `The program itself gave up${status.meaning ? ` (${status.meaning})` : ""}.`,
      clue?.meaning,
    ),
    remedies: clue
      ? [clue.remedy]
      : ["The journal above has the program's own words; correct what it complains about."],
  };
}

function systemdCause(number: number, { journal, failed }: Failure): Cause {
  const { name, meaning } = exitStatus(number);
  const clue = findClue(journal.filter(({ from }) => from === "systemd"));
  const what = number === 217 && failed.User ? `its user \`${failed.User}\` does not exist` : meaning;
  return {
    did: `could not be started: ${what} (${name})`,
    meaning: sentences("systemd ended the process itself, before the program ran.", clue?.meaning),
    remedies: [
      STATUS_REMEDIES[number] ?? clue?.remedy ?? "See systemd.exec(5) for the directives that bear on it.",
    ],
  };
}

function controlCause(number: number, { journal }: Failure): Cause {
  const { name, meaning, isSystemds } = exitStatus(number);
  const clue = findClue(journal);
  return {
    did: `did not get past ExecStartPre=, which exited with status ${name}`,
    meaning: sentences(
      isSystemds
        ? `${capital(meaning ?? "")}.`
        : "The command before the program failed, so the program never ran.",
      clue?.meaning,
    ),
    remedies: [
      clue?.remedy ??
        (isSystemds ? STATUS_REMEDIES[number] : undefined) ??
        "Correct the command in unit.execStartPre.",
    ],
  };
}

/** The process ended by a signal that nobody of ours had sent. */
export function signalCause(failure: Failure): Cause {
  const { code, failed, journal } = failure;
  const { name, meaning } = signal(Number(failed.ExecMainStatus ?? 0));
  const clue = findClue(journal);
  const dumped = code === "core-dump" ? " and dumped core" : "";
  const means = meaning ? `${name} usually means: ${meaning}.` : `It ended by ${name}.`;
  return {
    did: `was killed by ${name}${dumped} ${moment(failure)}`,
    meaning: sentences(means, clue?.meaning),
    remedies: [
      ...(clue ? [clue.remedy] : []),
      ...(dumped
        ? ["Where systemd-coredump is installed, `coredumpctl info` on the host shows where it happened."]
        : []),
      ...(clue || dumped ? [] : ["Look for the sender: `journalctl -k` on the host has the kernel's words."]),
    ],
  };
}
