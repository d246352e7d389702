import type { Cell } from "./cells";
import type { Fault } from "./faults";
import { type Place, type Reach, reachOf } from "./places";

/** What a host may run when the dust has settled. Of a first deployment, `old` is nothing at all. */
export type Version = "old" | "new";

export interface Expectation {
  /** More than one where two things race, and either is right. */
  readonly host: readonly Version[];
  /** How the interrupted `up` ends, where that is certain. */
  readonly up: "green" | "red" | undefined;
}

const OLD: Expectation = { host: ["old"], up: "red" };
const NEW: Expectation = { host: ["new"], up: "green" };
/** What the host decides while nobody is left to hear of it. */
const UNHEARD_NEW: Expectation = { host: ["new"], up: "red" };

const isCommitted = (reach: Reach) => reach === "committed" || reach === "told";

/** What each fault may lead to, by how far the deployment had come. */
function afterFault(fault: Fault, place: Place): Expectation {
  const reach = reachOf(place);
  switch (fault) {
    case "dropped":
    case "reset":
    case "silent":
      return NEW;
    case "plugin-killed":
      return reach === "uploading" ? OLD : UNHEARD_NEW;
    case "pulumi-killed":
      if (reach === "uploading") return OLD;
      if (reach === "writing" || isCommitted(reach)) return UNHEARD_NEW;
      // The plugin asks the host to stop before it ends itself, and has a second for that.
      return { host: ["old", "new"], up: "red" };
    case "ctrl-c":
      if (reach === "writing" || isCommitted(reach)) return { host: ["new"], up: undefined };
      return OLD;
    case "agent-killed":
      return isCommitted(reach) ? NEW : OLD;
    case "rebooted":
      // Nothing was touched, so the provider just starts again.
      if (reach === "uploading" || reach === "told") return NEW;
      // What was committed boots; the answer may be lost with the events.
      return reach === "committed" ? { host: ["new"], up: undefined } : OLD;
    case "disk-full":
      if (isCommitted(reach)) return NEW;
      // Room for all that follows is taken by then.
      if (place === "commit:room") return NEW;
      return OLD;
  }
}

export function expectationOf({ fault, place }: Cell): Expectation {
  return afterFault(fault, place);
}

/** Can the journal be asked how often the new version was started? A power cut takes it along. */
export const countsStarts = ({ fault }: Cell) => fault !== "rebooted";

/** Is the host expected to be spotless right after the fault, before another `up`? After a power cut nobody has tidied. */
export const tidiesItself = ({ fault, place }: Cell) =>
  fault !== "rebooted" && !(fault === "agent-killed" && reachOf(place) === "uploading");

/**
 * May the next `up` have nothing to do, and so leave a host unasked on which a power cut left something half made? Then it is
 * the next deployment that clears it away.
 */
export const mayStayUntidy = ({ fault, place, next }: Cell) =>
  fault === "rebooted" && next === "same" && isCommitted(reachOf(place));

/** Does the engine itself need a command before the next `up`? */
export const leavesLock = ({ fault }: Cell) => fault === "pulumi-killed";

/**
 * Has the next `up` to be told to ask the host first? Of an update whose plugin or CLI was killed the engine remembers
 * nothing: a program that went back looks to it like no change, whatever runs.
 */
export const asksHost = ({ fault, next }: Cell) =>
  next === "old" && (fault === "plugin-killed" || fault === "pulumi-killed");
