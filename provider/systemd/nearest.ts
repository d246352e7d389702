/** A shorter word begins too many others. */
const SHORTEST_BEGINNING = 4;

/** The candidate a reader would take for a slip of `word`; `undefined` when none is near enough to be worth asking. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = distanceOf(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return bestDistance < wanted.length ? best : undefined;
}

/** Whoever leaves the ending out (`Watchdog` for `WatchdogSec`) made one slip; the shortest ending is the likeliest. */
function distanceOf(wanted: string, candidate: string): number {
  const isBeginning = wanted.length >= SHORTEST_BEGINNING && candidate.startsWith(wanted);
  return isBeginning
    ? (candidate.length - wanted.length) / candidate.length
    : editDistance(wanted, candidate);
}

/** Insertions, deletions, replacements and swapped neighbours, each for one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
