import type { BigIntStats } from "node:fs";

/**
 * A file that was changed so shortly ago may be changed once more without its times telling: they are as coarse as its
 * file system, two seconds at worst.
 */
const SETTLED_AFTER_MS = 2_000;

interface Remembered<T> {
  readonly stamp: string;
  readonly found: Promise<T>;
}

/**
 * What was worked out of files in this process, by path, for as long as they stay as they are: the check and the deployment
 * of a resource read the same source, and so do all hosts that get it.
 */
export class FileMemory<T> {
  readonly #remembered = new Map<string, Remembered<T>>();

  /** @param most files; beyond them all are forgotten */
  constructor(private readonly most: number) {}

  /**
   * What was found before, or is being looked for by another caller, or else what `workOut` finds.
   *
   * @param stats were taken just now
   */
  async recall(onDisk: string, stats: BigIntStats, workOut: () => Promise<T>): Promise<T> {
    const stamp = stampOf(stats);
    const known = this.#remembered.get(onDisk);
    if (known?.stamp === stamp) return await known.found;
    const isSettled = Date.now() - Number(stats.ctimeMs) > SETTLED_AFTER_MS;
    const found = workOut();
    if (isSettled) this.#remember(onDisk, { stamp, found });
    return await found;
  }

  #remember(onDisk: string, remembered: Remembered<T>): void {
    if (this.#remembered.size >= this.most) this.#remembered.clear();
    this.#remembered.set(onDisk, remembered);
    // A failure is told to all who wait for it, and to nobody after them.
    remembered.found.catch(() => {
      if (this.#remembered.get(onDisk) === remembered) this.#remembered.delete(onDisk);
    });
  }
}

/** By what git's index tells a file that was changed, too. No way of writing leaves the change time as it was. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}
