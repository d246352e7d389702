import { describe, expect, it } from "vitest";
import { OUTCOMES, type Outcome } from "../../../../provider/host/transcript";
import { type Settlement, settle } from "../../../../provider/resources/service/settle";

/** What each outcome on the host is to the engine: of a create, and of an update. */
const TABLE: Record<Outcome, readonly [Settlement, Settlement]> = {
  committed: ["done", "done"],
  unchanged: ["done", "done"],
  refused: ["nothing", "nothing"],
  busy: ["nothing", "nothing"],
  cancelled: ["nothing", "nothing"],
  failed: ["nothing", "partial"],
  "rolled-back": ["partial", "partial"],
  "rollback-failed": ["partial", "partial"],
  kept: ["partial", "partial"],
  interrupted: ["partial", "partial"],
  // Outcomes of other operations: a deployment that ends with one of them is no success.
  removed: ["partial", "partial"],
  observed: ["partial", "partial"],
};

describe("a deployment that ended", () => {
  it.each(OUTCOMES.map((outcome) => [outcome, ...TABLE[outcome]] as const))(
    "as %s is %s to a create and %s to an update",
    (outcome, created, updated) => {
      expect(settle("create", outcome)).toBe(created);
      expect(settle("update", outcome)).toBe(updated);
    },
  );
});
