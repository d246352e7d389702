/** How the values of a directive are written, where systemd reads them itself and drops what it can't read. */
export interface ValueForm {
  /** Continues "the value is no …": `signal`, `absolute path`. */
  readonly name: string;
  /** Continues "write …". */
  readonly remedy: string;
  accepts(value: string): boolean;
  /** systemd refuses the whole unit for a value of another form, where it would usually drop the line. */
  readonly fatal?: true;
}

/** A form for each directive of a group; names are separated by blanks. */
export function forEach(names: string, form: ValueForm): (readonly [name: string, form: ValueForm])[] {
  return [...nameSet(names)].map((name) => [name, form] as const);
}

export function nameSet(names: string): ReadonlySet<string> {
  return new Set(names.trim().split(/\s+/));
}

/** What systemd takes for a boolean, in letters of either case. */
export const TRUTH = /^(1|yes|y|true|t|on|0|no|n|false|f|off)$/i;
