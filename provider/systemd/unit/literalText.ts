import { isContinued } from "./unitFile";

/**
 * Why a value can't go into a unit file literally. The reasons never repeat the value: it may be secret, and a control
 * character has no business on the terminal either.
 */

/** For values that are written in quotes. */
export function characterObjection(value: string): string | undefined {
  const fault = characterFault(value);
  return fault && `${fault}: remove it`;
}

/** MAX_ARG_STRLEN of Linux (execve(2)), less the NUL that ends each of them. */
const ARGUMENT_LIMIT_BYTES = 32 * 4096 - 1;

/** For what a program gets from the kernel: arguments, and assignments of its environment. */
export function argumentObjection(value: string): string | undefined {
  const objection = characterObjection(value);
  if (objection !== undefined || Buffer.byteLength(value) <= ARGUMENT_LIMIT_BYTES) return objection;
  return `is longer than Linux hands to a program, ${ARGUMENT_LIMIT_BYTES} bytes for each argument or variable: write it to a file of \`source\``;
}

/** systemd refuses a whole unit for a line of 1 MiB (systemd.syntax(7)); the directive's name takes its share. */
const LINE_LIMIT_BYTES = 1024 * 1024 - 100;

/** `bytes`: what the value takes on its line. */
export function lengthObjection(bytes: number): string | undefined {
  if (bytes <= LINE_LIMIT_BYTES) return undefined;
  return "is too long for a line of a unit file, for which systemd would refuse the whole unit: 1 MiB is the limit";
}

/** What of the characters systemd would refuse or take apart; continues a sentence about the value. */
export function characterFault(value: string): string | undefined {
  if (/[\r\n]/.test(value)) {
    return "contains a line break, which would end the line of the unit file and begin a directive of its own";
  }
  if (value.includes("\0")) return "contains a NUL character, which no unit file can carry";
  if (/\p{Cc}/u.test(value)) {
    return "contains a control character (a tab or an escape sequence, perhaps), which systemd refuses";
  }
  if (hasInvalidUnicode(value)) {
    return "contains a character that is not valid Unicode text, for which systemd would refuse the whole unit";
  }
  return undefined;
}

/**
 * Lone surrogates, and the noncharacters that systemd excludes from valid UTF-8 (utf8_is_valid in its source): U+FDD0 to
 * U+FDEF and the last two of every plane.
 */
function hasInvalidUnicode(value: string): boolean {
  return [...value].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    return isSurrogate || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
  });
}

/** For values that systemd takes to the end of their line: `Description=`, paths, directives as written. */
export function lineObjection(value: string): string | undefined {
  if (/^ | $/.test(value)) {
    return "starts or ends with a blank, which systemd would cut off: remove it";
  }
  if (isContinued(value)) {
    return "ends with a backslash, which would make the next line of the unit file part of this value: remove it";
  }
  return characterObjection(value) ?? lengthObjection(Buffer.byteLength(value));
}
