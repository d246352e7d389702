import type { MissingProject } from "./projects";

/** What the run of vitest came to. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  /** Errors outside of any test. */
  readonly errors: number;
}

export interface SkippedTest {
  readonly name: string;
  readonly reason: string | undefined;
}

export interface Summary {
  readonly lines: readonly string[];
  readonly ok: boolean;
}

/**
 * The last words of `npm test`. A test may be skipped where a machine can't run it, if it says why; in CI a whole project
 * may not, because then nobody has looked.
 */
export function summarize(
  counts: TestCounts,
  missing: readonly MissingProject[],
  { ci }: { ci: boolean },
): Summary {
  const lines = skippedByReason(counts.skipped).map(
    ([reason, names]) => `skipped: ${indent(reason)}\n${names.map((name) => `  - ${name}`).join("\n")}`,
  );
  lines.push(...missing.map(({ name, reason }) => `not run: all tests of "${name}"\n  ${indent(reason)}`));
  if (counts.errors > 0) lines.push(`errors outside of tests: ${counts.errors}`);
  const mute = counts.skipped.filter(({ reason }) => reason === undefined).length;
  if (ci && missing.length > 0) lines.push("CI is set: what can't run there counts as failed.");
  lines.push(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`);
  const ran = counts.passed > 0 && counts.failed === 0 && counts.errors === 0;
  const ok = ran && mute === 0 && !(ci && missing.length > 0);
  return { lines, ok };
}

function skippedByReason(skipped: readonly SkippedTest[]): [reason: string, names: string[]][] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason = "they don't say why" } of skipped) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return [...byReason];
}

const indent = (text: string) => text.split("\n").join("\n  ");
