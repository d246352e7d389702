import { matchesPatterns } from "../pattern";
import { expandTokens } from "./expand";
import { ConfigRefusal, type ConfigSection, type Criterion } from "./section";

/** Keyword to values, in the order of the file. Of keywords that may be repeated, all values. */
export type Settings = ReadonlyMap<string, readonly string[]>;

export interface Sought {
  /** The host as the program, or a ProxyJump, names it. */
  readonly alias: string;
  /** The user that the program wants, which outranks the configuration. */
  readonly user?: string;
  readonly defaultUser: string;
  /** Who runs ssh. */
  readonly localUser: string;
}

const REPEATABLE: readonly string[] = ["identityfile", "certificatefile"];

/**
 * What a configuration says about a host: of every keyword the first value (ssh_config(5)).
 *
 * @throws ConfigRefusal for a section of which only a command, or a second pass, could tell whether it counts
 */
export function settingsFor(sections: readonly ConfigSection[], sought: Sought): Settings {
  const settings = new Map<string, readonly string[]>();
  collect(sections, sought, settings);
  return settings;
}

function collect(
  sections: readonly ConfigSection[],
  sought: Sought,
  settings: Map<string, readonly string[]>,
): void {
  for (const { condition, lines } of sections) {
    const counts =
      condition.kind === "always" ||
      (condition.kind === "host"
        ? matchesPatterns(condition.patterns, sought.alias)
        : matchesAll(condition.criteria, sought, settings));
    if (!counts) continue;
    for (const line of lines) {
      if ("included" in line) collect(line.included, sought, settings);
      else note(line.keyword, line.values, settings);
    }
  }
}

function note(keyword: string, values: readonly string[], settings: Map<string, readonly string[]>): void {
  const before = settings.get(keyword);
  if (before === undefined) settings.set(keyword, values);
  else if (REPEATABLE.includes(keyword)) settings.set(keyword, [...before, ...values]);
}

/** Criteria that can be told from what is known come first: a command that could not change the outcome is no matter. */
function matchesAll(criteria: readonly Criterion[], sought: Sought, settings: Settings): boolean {
  const verdicts = criteria.map((criterion) => ({ criterion, holds: holds(criterion, sought, settings) }));
  if (verdicts.some((verdict) => verdict.holds === false)) return false;
  const open = verdicts.find((verdict) => verdict.holds === undefined)?.criterion;
  if (open === undefined) return true;
  throw new ConfigRefusal(
    `whether a section \`Match … ${open.name} …\` counts for ${sought.alias} cannot be told: nothing is run, looked up or gone through twice for it`,
    "Write what it would set into the connection, or give config another file.",
  );
}

function holds(
  { name, isNegated, values }: Criterion,
  sought: Sought,
  settings: Settings,
): boolean | undefined {
  const known = plainly(name, values, sought, settings);
  return known === undefined ? undefined : known !== isNegated;
}

function plainly(
  name: string,
  values: readonly string[],
  { alias, user, defaultUser, localUser }: Sought,
  settings: Settings,
): boolean | undefined {
  const patterns = values.flatMap((value) => value.split(","));
  switch (name) {
    case "all":
      return true;
    // Canonicalisation is refused where it is switched on, so there is no pass after it.
    case "canonical":
      return false;
    case "host":
      return matchesPatterns(
        patterns,
        expandTokens(settings.get("hostname")?.[0] ?? alias, { h: alias, n: alias }),
      );
    case "originalhost":
      return matchesPatterns(patterns, alias);
    case "user":
      return matchesPatterns(patterns, user ?? settings.get("user")?.[0] ?? defaultUser);
    case "localuser":
      return matchesPatterns(patterns, localUser);
    default:
      return undefined;
  }
}
