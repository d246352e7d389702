import { writeFileSync } from "node:fs";
import type { SkippedTest, TestCounts } from "./summary";

/** Names the file that the counts are written to. */
export const COUNTS_FILE = "PULUMI_SYSTEMD_TEST_COUNTS";

/** As much of vitest's TestModule as is counted. */
export interface CountedModule {
  errors(): readonly unknown[];
  readonly children: { allTests(): Iterable<CountedTest> };
}

export interface CountedTest {
  readonly fullName: string;
  result(): { readonly state: string; readonly note?: string };
}

/** A vitest reporter that leaves the counts in a file. What is shown on the way is another reporter's. */
export default class CountingReporter {
  onTestRunEnd(modules: readonly CountedModule[], unhandledErrors: readonly unknown[]): void {
    const path = process.env[COUNTS_FILE];
    if (path !== undefined) writeFileSync(path, JSON.stringify(count(modules, unhandledErrors.length)));
  }
}

export function count(modules: readonly CountedModule[], errorsOutside: number): TestCounts {
  let [passed, failed, errors] = [0, 0, errorsOutside];
  const skipped: SkippedTest[] = [];
  for (const module of modules) {
    errors += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state, note } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "failed") failed += 1;
      else skipped.push({ name: test.fullName, reason: note });
    }
  }
  return { passed, failed, skipped, errors };
}
