/**
 * Directive names, separated by blanks, by the systemd version that brought them; 0 for what every supported version
 * knows. Taken from what the parsers of systemd 247, 252, 257 and 262 list and their man pages date.
 */
export type NamesByVersion = Readonly<Record<number, string>>;

/** Pairs of a name and its version. */
export function* datedNames(names: NamesByVersion): Generator<readonly [name: string, since: number]> {
  for (const [since, list] of Object.entries(names)) {
    for (const name of list.trim().split(/\s+/)) yield [name, Number(since)];
  }
}
