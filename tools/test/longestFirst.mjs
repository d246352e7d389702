/**
 * Files that take minutes on any machine, the longest first. Vitest begins with the largest files, as long as it doesn't know
 * how long each took, and one of these that comes last has the machine to itself for all of its time.
 */
export const LONG_FILES = [
  "test/e2e/scenario.test.ts",
  "test/e2e/demo.test.ts",
  "test/matrix/sample.test.ts",
  "test/hosts/service/adoptionInterrupted.test.ts",
  "test/hosts/service/remove.test.ts",
  "test/hosts/service/runtime.test.ts",
  "test/hosts/agent/interruption.test.ts",
  "test/hosts/service/drift/foreign.test.ts",
];

/** The long ones first, all else in the order given. */
export function longestFirst(files, pathOf) {
  const rank = (file) => {
    const at = LONG_FILES.findIndex((path) => pathOf(file).endsWith(path));
    return at < 0 ? LONG_FILES.length : at;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}
