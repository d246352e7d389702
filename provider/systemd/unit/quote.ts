/**
 * Writing values so that systemd reads back exactly what was given: quotes and escapes (systemd.syntax(7)), `%` doubled
 * against specifiers, `$` doubled where systemd would put a variable (only in Exec*= lines).
 *
 * All functions expect values that passed `characterObjection`: nothing here could make a line break harmless.
 */

/** Words of these characters mean the same with and without quotes; `;` and `#` are not among them. */
const PLAIN = /^[A-Za-z0-9_./:=,@+-]+$/;

/** One argument of an Exec*= line. */
export function quoteArgument(argument: string): string {
  return quoteWord(escapeSpecifiers(argument).replaceAll("$", "$$$$"));
}

/** An Exec*= line's value. */
export function quoteCommand(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(" ");
}

/** An item of `Environment=`, in which `$` is an ordinary character. */
export function quoteAssignment(name: string, value: string): string {
  return quoteWord(escapeSpecifiers(`${name}=${value}`));
}

/** A value that systemd takes to the end of the line as it is, but for specifiers: `Description=`, `WorkingDirectory=`. */
export function escapeSpecifiers(value: string): string {
  return value.replaceAll("%", "%%");
}

/** An item of a list that systemd splits at blanks. */
export function quoteWord(word: string): string {
  return PLAIN.test(word) ? word : `"${word.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
