/**
 * What the author of the program can do about each of preflight's findings (docs/agent-protocol.md §5); what to do on the
 * host, the finding's own text says.
 */
const REMEDIES: Readonly<Record<string, string>> = {
  "not-systemd": "Only hosts that booted with systemd can run a unit; most containers and Alpine do not.",
  "systemd-too-old": "Leave out the directive or value that needs it, or upgrade the host.",
  "tool-missing": "Install what is missing on the host.",
  "no-space": "Make room on the host; on the disk of /opt, a lower revisionHistoryLimit does.",
  "parent-unsafe":
    "Correct owner and mode of that directory: whoever can write there could run a program of theirs as the service.",
  "parent-missing": "Make the directory on the host, or choose another `directory`.",
  "user-missing": "Set createUser: true, make the user on the host, or correct unit.user.",
  "group-missing": "Make the group on the host, or correct unit.group.",
  masked: "Someone forbade this unit on purpose: ask who, then unmask it.",
  "made-by-hand":
    "Set `adopt: true`: what was made by hand runs until the new release starts, comes back should that fail, and is then kept (docs/adoption.md).",
  "unit-linked": "Remove the link on the host, or give this service another name.",
  "unit-foreign": "Give this service another name, one that is free on the host.",
  "directory-occupied":
    "Choose another `directory`, or move away what is there; what of it is still wanted belongs into `source`.",
  "owner-conflict":
    "One unit has one owner. A resource that was only renamed or moved says so with `aliases` (docs/removing.md); else " +
    "destroy it where it is managed, or give this service another name.",
  "no-package-manager": "Install the packages on the host yourself and leave runtime.packages out.",
  "python-missing": "Install Python 3 with its venv module on the host.",
  "not-recallable": "Deploy it with `pulumi up`, which sends what is missing.",
};

export function findingRemedy(code: string): string | undefined {
  // The host says what the code is, and it could be "constructor".
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
}
