import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fromToken, identify, isAlive, toToken } from "../process/identity";

/** A place of its own for each run of the demo, below one directory that git ignores. */
export interface RunDirectory {
  readonly path: string;
  /** Takes it away, and the directory above it if no other run has anything there. */
  remove(): void;
}

/** Runs side by side don't meet; what a killed one left is removed. */
export function makeRunDirectory(parent: string): RunDirectory {
  removeAbandoned(parent);
  const path = join(parent, toToken(identify(process.pid)));
  mkdirSync(path, { recursive: true });
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      removeIfEmpty(parent);
    },
  };
}

function removeAbandoned(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const owner = fromToken(name);
    if (owner !== undefined && !isAlive(owner)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Another run is at work there, or took it away in this moment.
  }
}
