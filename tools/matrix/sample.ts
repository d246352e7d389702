import { allCells, type Cell, nameOf } from "./cells";

/** A dozen cells in which every step and every fault occurs: what `npm test` tries of the matrix. */
const SAMPLE: readonly string[] = [
  "silent:judge",
  "dropped:stage",
  "reset:upload",
  "disk-full:runtime",
  "agent-killed:verify~old",
  "ctrl-c:trial",
  "plugin-killed:judge:started~first",
  "pulumi-killed:judge",
  "disk-full:commit:links",
  "agent-killed:commit:renamed",
  "rebooted:commit:link-made",
  "rebooted:prune",
];

export function sampleCells(): Cell[] {
  return allCells().filter((cell) => SAMPLE.includes(nameOf(cell)));
}
