import { writeFile } from "node:fs/promises";
import { renderReport } from "../../rollout/report/document";
import type { RolloutTimeline } from "../../rollout/timeline";
import type { Operation } from "../resource";

/** Lays the page down where the program wants it. A rollout never fails for its report. */
export async function writeReport(
  path: string | undefined,
  timeline: RolloutTimeline,
  operation: Pick<Operation, "warn">,
): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, renderReport(timeline));
  } catch (error) {
    operation.warn(
      `the report of the rollout could not be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}
