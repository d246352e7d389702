import type { Outcome } from "../../host/transcript";
import type { UpdateEnd } from "../../rollout/drive";
import type { Ended } from "../service/carryOut";
import { textOf } from "./hostRecord";

/** What ran before a failed deployment runs again, or was never touched. */
const BACK: readonly Outcome[] = ["failed", "rolled-back", "cancelled"];
const UNTOUCHED: readonly Outcome[] = ["refused", "busy"];

/** A deployment's end as a rollout is told of it. `before`: the release that ran there until now. */
export function updateEnd({ transcript, settlement, outputs }: Ended, before: string): UpdateEnd {
  const { end, detached } = transcript;
  if (settlement === "done")
    return {
      kind: "healthy",
      isNew: end?.outcome !== "unchanged" && textOf(outputs.releaseDigest) !== before,
    };
  if (end?.code === "cancelled") return { kind: "failed", how: "cancelled" };
  if (end && UNTOUCHED.includes(end.outcome)) return { kind: "failed", how: "refused" };
  if (!end && !detached) return { kind: "failed", how: "unreachable" };
  return { kind: "failed", how: end && BACK.includes(end.outcome) ? "failed" : "broken" };
}
