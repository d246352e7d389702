import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { longestFirst } from "./tools/test/longestFirst.mjs";

/** Tests on hosts mostly wait for them, so more of them run at once than there are cores. */
const WAITING = { maxWorkers: 4, sequence: { groupOrder: 1 } };

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files), ({ moduleId }) => moduleId);
  }
}

/**
 * Four layers, from milliseconds to minutes. `fast` is what a developer runs while typing: pure code, ssh against
 * in-process servers, the agent on real shells. `hosts` and `e2e` boot real systemd and run the real engine; `load` does
 * both, twenty hosts at once and fifty updates in a row.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/{components,examples,provider,assets,tools}/**/*.test.ts"],
          testTimeout: 15_000,
          // Files share their worker's modules: loading those anew for each file took longer than the tests.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "hosts",
          include: ["test/hosts/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 600_000,
          ...WAITING,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          ...WAITING,
        },
      },
      {
        test: {
          name: "matrix",
          include: ["test/matrix/**/*.test.ts"],
          hookTimeout: 900_000,
          ...WAITING,
        },
      },
      {
        test: {
          name: "load",
          include: ["test/load/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 900_000,
          // One file at a time, after all others: it measures, and its twenty hosts would starve whatever runs beside them.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
