/**
 * A word in single quotes that every login shell passes on as it is: sh and its kin, csh, fish. What they disagree about
 * must not be in it: csh expands `!` and ends at a newline even in quotes, fish gives backslash a meaning there.
 */
export function shellWord(text: string): string {
  const refused = text.match(/['\\!\p{Cc}]/u)?.[0];
  if (refused !== undefined) {
    throw new Error(`${JSON.stringify(refused)} means different things to different login shells`);
  }
  return `'${text}'`;
}
