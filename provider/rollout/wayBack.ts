import type { Host } from "./moves";
import type { HaltReason, HostOutcome } from "./outcome";
import { Queue } from "./queue";
import type { AutoRevert } from "./settings";

/** Whether the hosts that were touched go back with the fleet. Who cancels wants an end, not another hour. */
export function goesBack(autoRevert: AutoRevert, halted: HaltReason | undefined): boolean {
  return autoRevert === "fleet" && halted !== undefined && halted !== "cancelled";
}

/** Outcomes after which a host goes back. Where it is not known what runs, that is worth a try, too. */
const GO_BACK: readonly HostOutcome[] = ["updated", "broken"];

export function toTakeBack(
  begun: readonly Host[],
  outcomeOf: (host: Host) => HostOutcome | undefined,
): Queue {
  return new Queue(begun.filter((host) => GO_BACK.some((outcome) => outcome === outcomeOf(host))));
}
