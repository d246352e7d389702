import { defaultsOf, EDITIONS, type Editions, type UnitDefaults } from "../../systemd/unit/render/defaults";
import type { PlannedRelease } from "./planRelease";
import type { RecordedRelease } from "./recordedRelease";

/** A release, and which defaults its unit is written with. */
export interface EditedRelease {
  readonly release: PlannedRelease;
  readonly edition: number;
}

/**
 * A new version of this package may bring new defaults, and restarts nothing by that alone: a release that is what it was but
 * for them keeps its own. One that changes anyway takes the newest, and a preview shows them among its changes.
 */
export function keepDefaults(
  plan: (defaults: UnitDefaults) => PlannedRelease,
  before: RecordedRelease,
  editions: Editions = EDITIONS,
): EditedRelease {
  const newest = editions.length;
  if (before.edition < newest) {
    const same = plan(defaultsOf(before.edition, editions));
    if (same.digest === before.digest) return { release: same, edition: before.edition };
  }
  return { release: plan(defaultsOf(newest, editions)), edition: newest };
}
