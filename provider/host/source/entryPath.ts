import { posix } from "node:path";
import { SourceError } from "./sourceTree";

/** True for the C0 and C1 control characters and DEL: they break line-based manifests and terminals alike. */
function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/**
 * The name of an entry below the release's directory, from whatever an archive calls it: `./a//b/` is `a/b`.
 * Absolute names, names that climb out and control characters are refused, never repaired: an archive that has them was
 * not made for this.
 */
export function entryPath(name: string): string {
  const shown = JSON.stringify(name);
  if (hasControlCharacter(name))
    throw new SourceError(`${shown}: a file name with control characters can't be deployed; rename it`);
  if (name.startsWith("/"))
    throw new SourceError(
      `${shown}: absolute names can't be deployed; archive relative to the application's directory`,
    );
  const path = posix.normalize(name).replace(/\/$/, "");
  if (path === "..") throw new SourceError(`${shown} leaves the application's directory`);
  if (path.startsWith("../")) throw new SourceError(`${shown} leaves the application's directory`);
  return path;
}

/**
 * The target of a link, kept as it is written when it stays inside the tree. A link out of it would mean something else
 * on the host than here, so it is refused.
 */
export function linkTarget(path: string, target: string): string {
  const shown = `${JSON.stringify(path)} → ${JSON.stringify(target)}`;
  if (hasControlCharacter(target))
    throw new SourceError(`${shown}: a link target with control characters can't be deployed`);
  const landing = posix.normalize(posix.join(posix.dirname(path), target));
  if (target.startsWith("/") || landing === ".." || landing.startsWith("../")) {
    throw new SourceError(
      `${shown}: the link leaves the application's directory; copy its target into the source instead`,
    );
  }
  return target;
}
