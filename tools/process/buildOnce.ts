import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fromToken, identify, isAlive, toToken } from "./identity";
import { withLock } from "./lock";

/**
 * A directory that is made when it isn't there: by one process at a time, aside, and renamed when complete. So an
 * interrupted build is never taken for a finished one; what it left is removed by the next.
 */
export async function buildOnce(
  directory: string,
  onProgress: (line: string) => void,
  build: (unfinished: string) => Promise<void>,
): Promise<string> {
  if (existsSync(directory)) return directory;
  const onWait = (pid: number) => onProgress(`${basename(directory)}: being made by process ${pid}, waiting`);
  await withLock(
    `${directory}.lock`,
    async () => {
      if (existsSync(directory)) return;
      removeAbandoned(directory);
      const unfinished = `${directory}.unfinished-${toToken(identify(process.pid))}`;
      mkdirSync(unfinished, { recursive: true, mode: 0o755 });
      try {
        await build(unfinished);
        renameSync(unfinished, directory);
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    },
    { onWait },
  );
  return directory;
}

function removeAbandoned(directory: string): void {
  const parent = dirname(directory);
  for (const entry of readdirSync(parent)) {
    const [, token] = entry.split(`${basename(directory)}.unfinished-`);
    const builder = token === undefined ? undefined : fromToken(token);
    if (builder === undefined || isAlive(builder)) continue;
    rmSync(join(parent, entry), { recursive: true, force: true });
  }
}
