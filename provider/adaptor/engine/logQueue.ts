/** What an operation says while it runs: progress is good until the next one, the others stay. */
export interface Line {
  readonly kind: "progress" | "information" | "warning";
  readonly text: string;
}

/** `queue` (oldest first) with `line` at its end. Progress that nobody saw yet gives way to newer progress. */
export function enqueue(queue: readonly Line[], line: Line): readonly Line[] {
  const isOutdated = line.kind === "progress" && queue.at(-1)?.kind === "progress";
  return [...(isOutdated ? queue.slice(0, -1) : queue), line];
}
