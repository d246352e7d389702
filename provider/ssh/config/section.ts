/** One line of an ssh_config(5) file that counts. Keywords are in lower case. */
export type ConfigLine =
  | { readonly keyword: string; readonly values: readonly string[] }
  | { readonly included: readonly ConfigSection[] };

/** What decides whether a section counts for a host. */
export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "host"; readonly patterns: readonly string[] }
  | { readonly kind: "match"; readonly criteria: readonly Criterion[] };

export interface Criterion {
  /** In lower case: `host`, `originalhost`, `user`, `exec`, … */
  readonly name: string;
  readonly isNegated: boolean;
  readonly values: readonly string[];
}

/** A Host or Match section, or the lines before the first one. */
export interface ConfigSection {
  readonly condition: Condition;
  readonly lines: readonly ConfigLine[];
}

/** Something in a configuration that can't be honoured, and without which the way to the host would be another one. */
export class ConfigRefusal extends Error {
  override readonly name = "ConfigRefusal";
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}
