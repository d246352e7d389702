import { FAULT_NAMES, type Fault, isKill, isSlow, needsListener } from "./faults";
import { isWithin, PLACE_NAMES, type Place, reachOf } from "./places";

/** One fault at one place of one deployment, and what comes after it. */
export interface Cell {
  readonly fault: Fault;
  readonly place: Place;
  /** The program of the `up` that comes next: the one that was interrupted, or the one before it. */
  readonly next: "same" | "old";
  /** There is no version yet: the interrupted `up` is the first. */
  readonly first: boolean;
}

/** Places at which a first deployment differs from an update. */
const FIRST_PLACES: readonly Place[] = [
  "stage",
  "judge:started",
  "commit:text",
  "commit:install-link",
  "commit:renamed",
  "commit:recorded",
  "commit:agent-kept",
];

/** Why there is no such cell; undefined when there is one. */
export function reasonToSkip(fault: Fault, place: Place): string | undefined {
  if (reachOf(place) === "told" && needsListener(fault))
    return "the CLI has its answer by then and has hung up";
  if (isWithin(place) && needsListener(fault))
    return "only the host is at work, between two places at which the same was tried";
  return undefined;
}

/** The update failed before anything of it was there: the program of before has nothing to do, and asks no host. */
const looksUntouched = (fault: Fault, place: Place) =>
  fault === "agent-killed" && reachOf(place) === "uploading";

function cellsAt(fault: Fault, place: Place): Cell[] {
  const cells: Cell[] = [{ fault, place, next: "same", first: false }];
  if (isKill(fault) && !looksUntouched(fault, place)) cells.push({ fault, place, next: "old", first: false });
  const local = isKill(fault) || !needsListener(fault);
  if (local && FIRST_PLACES.includes(place)) cells.push({ fault, place, next: "same", first: true });
  return cells;
}

/** Every cell of the matrix, place by place. */
export function allCells(): Cell[] {
  return PLACE_NAMES.flatMap((place) =>
    FAULT_NAMES.flatMap((fault) => (reasonToSkip(fault, place) === undefined ? cellsAt(fault, place) : [])),
  );
}

/** `reset:judge`; with `~old` or `~first` where it is not the plain one. */
export function nameOf({ fault, place, next, first }: Cell): string {
  return `${fault}:${place}${first ? "~first" : ""}${next === "old" ? "~old" : ""}`;
}

/**
 * Does `filter` mean this cell? It is a comma-separated list of `fault`, `fault:place` or a cell's whole name; `*` stands
 * for any fault.
 */
export function isMeant(cell: Cell, filter: string): boolean {
  const name = nameOf(cell);
  return filter.split(",").some((wanted) => {
    const own = wanted.startsWith("*") ? `${cell.fault}${wanted.slice(1)}` : wanted;
    return [cell.fault, `${cell.fault}:${cell.place}`, name].includes(own);
  });
}

/** The plain ones come first: whoever ends the run early has seen most of the matrix. */
export function inGoodOrder(cells: readonly Cell[]): Cell[] {
  const isPlain = ({ next, first }: Cell) => next === "same" && !first;
  return [...spread(cells.filter(isPlain)), ...spread(cells.filter((cell) => !isPlain(cell)))];
}

/** Those that only wait lie among the others, so that the machine is neither idle nor overrun. */
function spread(cells: readonly Cell[]): Cell[] {
  const slow = cells.filter(({ fault }) => isSlow(fault));
  const quick = cells.filter(({ fault }) => !isSlow(fault));
  const every = Math.max(1, Math.floor(quick.length / (slow.length || 1)));
  const mixed = quick.flatMap((cell, index) => {
    const waiting = index % every === 0 ? slow.splice(0, 1) : [];
    return [...waiting, cell];
  });
  return [...mixed, ...slow];
}
