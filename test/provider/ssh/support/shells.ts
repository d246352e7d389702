import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

type Shell = readonly [string, ...string[]];

/** Shells that `sh` may be on a host. Each test machine has them; a missing one fails its test. */
export const POSIX_SHELLS: readonly (readonly [string, Shell])[] = [
  ["dash", ["dash"]],
  ["bash", ["bash"]],
  ["busybox sh", ["busybox", "sh"]],
];

const OTHER_SHELLS: readonly (readonly [string, Shell])[] = [
  ["csh", ["csh", "-f"]],
  ["tcsh", ["tcsh", "-f"]],
  ["fish", ["fish", "--no-config"]],
  ["zsh", ["zsh", "-f"]],
];

/** What a user may have in /etc/passwd: the POSIX ones, and of the others those that this machine happens to have. */
export function loginShells(): readonly (readonly [string, Shell])[] {
  return [...POSIX_SHELLS, ...OTHER_SHELLS.filter(([, [program]]) => isInstalled(program))];
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
