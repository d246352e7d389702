import { posix } from "node:path";
import { SourceError } from "./sourceTree";

/** True for the C0 and C1 control characters and DEL: they break line-based manifests and terminals alike. */
function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** NAME_MAX of Linux, and of PATH_MAX what the release's own directory leaves. */
const NAME_LIMIT_BYTES = 255;
const PATH_LIMIT_BYTES = 3_700;

/** What no file of the host could be called, or not as it was meant. */
function nameFault(name: string): string | undefined {
  if (hasControlCharacter(name)) return "has control characters";
  // What every reader makes of bytes that are no UTF-8.
  if (/[\ufffd\p{Surrogate}]/u.test(name)) return "is not UTF-8";
  const isTooLong =
    Buffer.byteLength(name) > PATH_LIMIT_BYTES ||
    name.split("/").some((part) => Buffer.byteLength(part) > NAME_LIMIT_BYTES);
  return isTooLong ? `is too long (${NAME_LIMIT_BYTES} bytes for each part of a path)` : undefined;
}

/**
 * The name of an entry below the release's directory, from whatever an archive calls it: `./a//b/` is `a/b`.
 * Absolute names, names that climb out and control characters are refused, never repaired: an archive that has them was
 * not made for this.
 */
export function entryPath(name: string): string {
  const shown = JSON.stringify(name);
  const fault = nameFault(name);
  if (fault !== undefined)
    throw new SourceError(`${shown}: a file name that ${fault} can't be deployed; rename it`);
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
  const fault = target === "" ? "is empty" : nameFault(target);
  if (fault !== undefined) throw new SourceError(`${shown}: a link target that ${fault} can't be deployed`);
  const landing = posix.normalize(posix.join(posix.dirname(path), target));
  if (target.startsWith("/") || landing === ".." || landing.startsWith("../")) {
    throw leaving(path, target);
  }
  return target;
}

function leaving(path: string, target: string): SourceError {
  return new SourceError(
    `${JSON.stringify(path)} → ${JSON.stringify(target)}: the link leaves the application's directory; copy its target into the source instead`,
  );
}

/** As Linux has it (path_resolution(7)): a chain of more links leads nowhere. */
const LINK_LIMIT = 40;

/**
 * The same of the way that a link really takes, which may go through other links of the tree: `a/up/../..` is the tree's
 * root as it is written, and far above it where `a/up` is a link to `..`.
 */
export function refuseLeavingLinks(targets: ReadonlyMap<string, string>): void {
  for (const [path, target] of targets) {
    const at = path.split("/").slice(0, -1);
    const ahead = target.split("/");
    for (let links = 0; ahead.length > 0 && links <= LINK_LIMIT; ) {
      const name = ahead.shift() ?? "";
      if (name === "..") {
        if (at.pop() === undefined) throw leaving(path, target);
      } else if (name !== "" && name !== ".") {
        const further = targets.get([...at, name].join("/"));
        if (further === undefined) at.push(name);
        else {
          ahead.unshift(...further.split("/"));
          links++;
        }
      }
    }
  }
}
