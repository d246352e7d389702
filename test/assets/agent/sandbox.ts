import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, type TestContext } from "vitest";

/**
 * A directory that ends with its test. Of tests that run at once each has to hand in its own `onTestFinished`, since vitest does
 * not know which of them asks.
 */
export function sandbox(finished: TestContext["onTestFinished"] = onTestFinished): string {
  const directory = mkdtempSync(join(tmpdir(), "agent-"));
  finished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export type Entry =
  | { path: string; text: string; executable?: boolean }
  | { path: string; link: string }
  | { path: string; directory: true };

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function manifestOf(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if ("text" in entry)
        return `f\t${sha256(entry.text)}\t${entry.executable ? "0755" : "0644"}\t${entry.path}\n`;
      return "link" in entry ? `l\t${entry.link}\t-\t${entry.path}\n` : `d\t-\t0755\t${entry.path}\n`;
    })
    .join("");
}

export function writeTree(root: string, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const path = join(root, entry.path);
    mkdirSync("directory" in entry ? path : dirname(path), { recursive: true });
    if ("link" in entry) symlinkSync(entry.link, path);
    if ("text" in entry) {
      writeFileSync(path, entry.text);
      chmodSync(path, entry.executable ? 0o755 : 0o644);
    }
  }
}

/** A complete release below `service`/releases, as an earlier transaction left it. */
export function writeRelease(service: string, digest: string, entries: readonly Entry[]): string {
  const release = join(service, "releases", digest);
  writeTree(join(release, "app"), entries);
  writeFileSync(join(release, "manifest"), manifestOf(entries));
  writeFileSync(join(release, "complete"), "");
  return release;
}
