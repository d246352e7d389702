import type { Failure, Witness } from "./failure";
import { sentences } from "./sentences";

const TOOLS = ["systemctl", "service", "invoke-rc.d", "deb-systemd-invoke"];
const SIGNALLERS = ["kill", "pkill", "killall"];
/** Verbs that begin or end something; who only looks is no suspect. */
const ACTS = [
  "start",
  "stop",
  "restart",
  "try-restart",
  "reload-or-restart",
  "condrestart",
  "kill",
  "isolate",
];

/** `deploy : PWD=/home/deploy ; USER=root ; COMMAND=/usr/bin/systemctl restart t`: sudo's own line for syslog. */
const SUDO_LINE = /^\s*(\S+) : .*?COMMAND=(.*)$/;
/** `… authorization for action org.freedesktop.systemd1.manage-units for … [systemctl stop t] (owned by unix-user:deploy)` */
const POLKIT_LINE = /\[([^\]]*)\] \(owned by unix-user:([^)]+)\)/;

interface Command {
  readonly user: string;
  readonly text: string;
}

function commandOf({ of, text }: Witness): Command | undefined {
  if (of === "sudo") {
    const [, user, command] = SUDO_LINE.exec(text) ?? [];
    return user && command ? { user, text: `sudo ${command.replace(/^\/(usr\/)?s?bin\//, "")}` } : undefined;
  }
  const [, command, user] = (of === "polkit" && POLKIT_LINE.exec(text)) || [];
  return user && command ? { user, text: command } : undefined;
}

/** A word as it would be compared: without quotes, directory and the suffix that systemctl adds by itself. */
function plainWords(command: string): string[] {
  return command.split(/[\s'"`;&|]+/).map((word) => word.replace(/^.*\//, "").replace(/\.service$/, ""));
}

function concerns({ text }: Command, { unit, failed, code }: Failure): boolean {
  const words = plainWords(text);
  const has = (wanted: readonly string[]) => wanted.some((word) => words.includes(word));
  const name = unit.replace(/\.service$/, "");
  // Whatever edits a file names it.
  if (code === "edited-by-other") return has([name]);
  if (has(TOOLS)) return has(ACTS) && has([name]);
  return has(SIGNALLERS) && has([name, failed.ExecMainPID || name]);
}

/** Commands of that time that name the unit, each once, as sentences. */
export function suspects(failure: Failure): string[] {
  const commands = (failure.witnesses ?? []).flatMap((witness) => commandOf(witness) ?? []);
  const concerning = commands.filter((command) => concerns(command, failure));
  return [...new Set(concerning.map(({ user, text }) => `${user} ran \`${text.replaceAll("`", "'")}\`.`))];
}

function bystanders({ witnesses = [] }: Failure): string[] {
  const packages = witnesses.findLast(({ of }) => of === "packages");
  const sessions = [...new Set(witnesses.filter(({ of }) => of === "session").map(({ text }) => text))];
  return [
    packages
      ? `A package manager was at work, which may restart services; its log ends with “${packages.text}”.`
      : "",
    sessions.length > 0 ? `Logged in at a terminal: ${sessions.join(", ")}.` : "",
  ];
}

/** Who did it, as far as it can be known. */
export function whoInterfered(failure: Failure): string {
  const known = suspects(failure);
  if (known.length > 0) return sentences(...known);
  return sentences(
    "Who it was cannot be told: systemd does not record who asks, and no sudo command of that time names the unit.",
    ...bystanders(failure),
  );
}
