import { type Bench, setUpBench } from "./bench";
import { type Cell, inGoodOrder, nameOf } from "./cells";
import { type CellResult, runCell } from "./runCell";
import type { Outcome } from "./table";

export interface MatrixOptions {
  /** Of Pulumi's CLI. */
  readonly binDir: string;
  readonly cells: readonly Cell[];
  /** How many hosts work at once. */
  readonly hosts: number;
  /** Aborted: what has begun is ended, and nothing more begun. */
  readonly signal?: AbortSignal;
  /** Called when a cell is through. */
  onResult(outcome: Outcome, result: CellResult): void;
}

/** Tries all cells, each on whichever host is free. A host on which one failed is thrown away. */
export async function runMatrix({
  binDir,
  cells,
  hosts,
  signal,
  onResult,
}: MatrixOptions): Promise<Outcome[]> {
  const waiting = inGoodOrder(cells);
  const outcomes: Outcome[] = [];
  const work = async () => {
    let bench: Bench | undefined;
    try {
      for (let cell = waiting.shift(); cell && !signal?.aborted; cell = waiting.shift()) {
        bench ??= await setUpBench(binDir);
        const began = Date.now();
        const result = await runCell(bench, cell);
        const failed = result.complaints.length > 0;
        const outcome = { cell, failed, settledOn: result.settledOn, durationMs: Date.now() - began };
        outcomes.push(outcome);
        onResult(outcome, result);
        if (failed) {
          await bench[Symbol.asyncDispose]();
          bench = undefined;
        }
      }
    } finally {
      await bench?.[Symbol.asyncDispose]();
    }
  };
  await Promise.all(Array.from({ length: Math.min(hosts, cells.length) }, work));
  return outcomes;
}

/** What is said of a cell when it is through. */
export function progressLine(
  { cell, settledOn, failed, durationMs }: Outcome,
  done: number,
  of: number,
): string {
  const how = failed ? "FAILED" : `${settledOn}, then ${cell.next === "same" ? "new" : "old"}`;
  return `${`${done}`.padStart(`${of}`.length)}/${of}  ${nameOf(cell).padEnd(44)} ${how}, ${Math.round(durationMs / 1000)} s`;
}

/** What is told of a cell that failed. */
export function failureStory(cell: Cell, { complaints, story }: CellResult): string {
  return [`${nameOf(cell)} failed:`, ...complaints.map((complaint) => `  - ${complaint}`), story].join("\n");
}
