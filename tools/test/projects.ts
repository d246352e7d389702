/** A vitest project that did not run, and why. */
export interface MissingProject {
  readonly name: string;
  readonly reason: string;
}

/** What was provided, or why it could not be. */
export type Provision = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface TestPlan {
  readonly run: readonly string[];
  readonly missing: readonly MissingProject[];
}

/** Which projects of vitest.config.mts can run on this machine. */
export function planProjects(hosts: Provision, cli: Provision): TestPlan {
  const needs: readonly (readonly [name: string, ...needs: Provision[]])[] = [
    ["fast"],
    ["hosts", hosts],
    ["e2e", hosts, cli],
    ["matrix", hosts, cli],
    ["load", hosts, cli],
  ];
  const run: string[] = [];
  const missing: MissingProject[] = [];
  for (const [name, ...provisions] of needs) {
    const reasons = provisions.flatMap((provision) => (provision.ok ? [] : [provision.reason]));
    if (reasons.length === 0) run.push(name);
    else missing.push({ name, reason: reasons.join("\n") });
  }
  return { run, missing };
}
