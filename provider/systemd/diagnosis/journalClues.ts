import type { JournalLine } from "./failure";

/** A line of the journal that all but names the fault. */
export interface Clue {
  readonly meaning: string;
  readonly remedy: string;
}

type Reading = readonly [pattern: RegExp, read: (...groups: string[]) => Clue];

/** What people look for first when they read such a journal. The more exact patterns stand first. */
const READINGS: readonly Reading[] = [
  [
    /ModuleNotFoundError: No module named '([^']+)'/,
    (module) => ({
      meaning: `Python found no module \`${module}\`.`,
      remedy: `Add what brings \`${module}\` to runtime.python.requirements, and run the service with \`python3\` of that runtime (execStart: ["python3", …]).`,
    }),
  ],
  [
    /(?:can't open file|can’t open file) '([^']+)'/,
    (path) => ({
      meaning: `Python was asked to run ${path}, which is not there.`,
      remedy: "Check the name in unit.execStart: relative paths begin in the release's own copy of `source`.",
    }),
  ],
  [
    /(?:Address already in use|EADDRINUSE|address already in use)/,
    () => ({
      meaning: "The address it wants to listen on is taken.",
      remedy: "Find the other process with `ss -ltnp` on the host, and stop it or choose another port.",
    }),
  ],
  [
    /(?:Failed to locate executable|Failed to execute command|Failed at step EXEC spawning) ?([^:\s]*):? ?(.*)$/,
    (path, why) => ({
      meaning: `systemd could not execute ${path || "the program"}${why ? ` (${why})` : ""}.`,
      remedy: EXECUTABLE_REMEDY,
    }),
  ],
  [
    /(?:FileNotFoundError|ENOENT|No such file or directory).*?['"`]([^'"`]+)['"`]/,
    (path) => ({
      meaning: `${path} is not there.`,
      remedy:
        "Put the file into `source`, or make it on the host before the service starts; relative paths begin in the release's own copy of `source`.",
    }),
  ],
  [
    /(?:PermissionError|EACCES|Permission denied)(?:.*?['"`](\/[^'"`]+)['"`])?/,
    (path) => ({
      meaning: `The service may not use ${path || "something that it needs"}.`,
      remedy:
        "The release belongs to root and is read-only for the service: let it write below unit.stateDirectory (/var/lib), and check what unit.user may do.",
    }),
  ],
  [
    /SyntaxError: (.*)$/,
    (what) => ({
      meaning: `The program does not parse: ${what}.`,
      remedy: "Correct the program; mind that the host's interpreter may be older than yours.",
    }),
  ],
];

export const EXECUTABLE_REMEDY =
  "Check the first word of unit.execStart on the host: it must exist, be executable, and so must the interpreter in its first line (`#!`).";

/** The last line that says something known, as that is what the program ended with. */
export function findClue(journal: readonly JournalLine[]): Clue | undefined {
  for (const { text } of [...journal].reverse()) {
    for (const [pattern, read] of READINGS) {
      const match = pattern.exec(text);
      if (match !== null) return read(...match.slice(1).map((group) => group ?? ""));
    }
  }
  return undefined;
}

/** systemd's words when READY=1 came from a process that NotifyAccess= does not admit. */
export function findRefusedSender(journal: readonly JournalLine[]): string | undefined {
  return journal.find(({ from, text }) => from === "systemd" && /reception only permitted/.test(text))?.text;
}

/** `Result=` keeps an earlier cause on many versions; the journal alone tells of the limit (systemd#32203). */
export function wasStartLimited(journal: readonly JournalLine[]): boolean {
  return journal.some(
    ({ from, text }) => from === "systemd" && /Start request repeated too quickly/.test(text),
  );
}
