import { unitState } from "../state/unitState";
import type { Failure } from "./failure";

/** What runs on the host after the failure: the question of whoever reads the error at night. */
export function hostStateAfter(failure: Failure): string {
  const { outcome, now, unit } = failure;
  const handmade = handmadeState(failure);
  if (handmade !== undefined) return handmade;
  switch (outcome) {
    case "refused":
    case "busy":
      return "Nothing on the host was touched.";
    case "rolled-back":
      // Where somebody edited the unit, what came back is no release of ours.
      if (now.release === "") return `The unit as its file is now runs: ${unit} is ${activity(failure)}.`;
      return `The previous release${release(now.release)} runs again, judged by the same rules.`;
    case "rollback-failed":
      return `The previous release${release(now.release)} could not be brought back: ${unit} is ${activity(failure)}.`;
    case "kept":
      return `The failed release is left in place as asked (onFailure: keep): ${unit} is ${activity(failure)}.`;
    case "interrupted":
      return `The deployment was interrupted; ${unit} is ${activity(failure)}${committed(failure)}.`;
    default:
      return isUp(failure)
        ? `The release from before${release(now.release)} runs on, untouched.`
        : "The host is left as it was found: no release of this service runs there.";
  }
}

/** After a failed adoption: the version made by hand is what the host had, and has. */
function handmadeState(failure: Failure): string | undefined {
  const { now, unit, outcome } = failure;
  if (outcome !== "failed" && outcome !== "interrupted") return undefined;
  switch (now.handmade) {
    case "untouched":
    case "as-found":
      if (outcome === "interrupted") return undefined;
      return `The version made by hand is as it was found, ${activity(failure)}: nothing of it was changed.`;
    case "back":
      return "The version made by hand runs again; its unit and its files were never touched.";
    case "down":
      return `The version made by hand, whose unit and files were never touched, did not come up again: ${unit} is ${activity(failure)}.`;
    default:
      return undefined;
  }
}

function isUp({ now }: Failure): boolean {
  return now.ActiveState === "active" || now.ActiveState === "reloading";
}

function activity({ now }: Failure): string {
  const { activeState, subState, result } = unitState(now);
  if (activeState === "") return "in a state that could not be asked for";
  return `${activeState} (${[subState, result === "success" ? "" : result].filter((word) => word !== "").join(", ")})`;
}

/** Beside what runs; where that can't be asked for, what would start. */
function committed({ now }: Failure): string {
  const digest = release(now.release);
  return unitState(now).activeState === "" && digest !== ""
    ? `, and its unit is that of release${digest}`
    : digest;
}

function release(digest: string | undefined): string {
  return digest ? ` ${digest.slice(0, 12)}` : "";
}
