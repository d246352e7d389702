/** One word for a POSIX shell, whatever is in it (XCU 2.2.2): nothing but a single quote means anything inside single quotes. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
