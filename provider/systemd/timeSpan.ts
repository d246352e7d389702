/**
 * Time spans as systemd reads them (systemd.time(7)): `15` and `15s` are seconds, `1min 30s` adds up, `1.5h` is allowed,
 * `1m` is a minute and `1M` a month, `infinity` stands alone.
 *
 * A span is a number of microseconds, or `Infinity`: exact to the microsecond for 285 years, and beyond that nobody waits.
 */
export type Microseconds = number;

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const YEAR = 31_557_600 * SECOND;

/** The largest unsigned 64-bit number is systemd's infinity, so finite spans end below it. */
const LIMIT = 2 ** 64;

const UNITS: readonly (readonly [spellings: string, length: Microseconds])[] = [
  ["y year years", YEAR],
  ["M month months", YEAR / 12],
  ["w week weeks", 7 * DAY],
  ["d day days", DAY],
  ["h hr hour hours", 3600 * SECOND],
  ["m min minute minutes", 60 * SECOND],
  ["s sec second seconds", SECOND],
  ["ms msec", 1000],
  // The micro sign. The Greek letter mu looks the same, and systemd 247 drops a line that has it.
  ["us usec \u00b5s", 1],
];

const LENGTHS = new Map(
  UNITS.flatMap(([spellings, length]) => spellings.split(" ").map((spelling) => [spelling, length] as const)),
);

// Without a unit between them, `1.5.5` and `5+5` are refused, while `1s.5` and `1s+5` add up.
const TERM = /[ \t\r\n]*\+?([0-9]*)(?:\.([0-9]+)(?![0-9.+])|(?![.+]))[ \t\r\n]*([A-Za-z\u00b5]*)[ \t\r\n]*/y;

/** `undefined` for what systemd would not parse ("Failed to parse sec value, ignoring"). */
export function parseTimeSpan(text: string): Microseconds | undefined {
  if (/^[ \t\r\n]*infinity[ \t\r\n]*$/.test(text)) return Number.POSITIVE_INFINITY;
  let total = 0;
  let at = 0;
  do {
    TERM.lastIndex = at;
    const [match = "", whole = "", fraction = "", unit = ""] = TERM.exec(text) ?? [];
    const length = unit === "" ? SECOND : LENGTHS.get(unit);
    if (whole + fraction === "" || length === undefined) return undefined;
    total += Number(whole) * length + fractionOf(length, fraction);
    at += match.length;
  } while (at < text.length);
  return total < LIMIT ? total : undefined;
}

/** Whole microseconds, digit by digit: floating point would turn 1.001001s into 1.001000s. */
function fractionOf(length: Microseconds, digits: string): Microseconds {
  let total = 0;
  let share = length;
  for (const digit of digits) {
    share = Math.floor(share / 10);
    total += share * Number(digit);
  }
  return total;
}

/** The shortest spelling that parses back to the same span: `90_000_000` is `1min 30s`, `1_500_000` is `1.5s`. */
export function formatTimeSpan(span: Microseconds): string {
  if (span === Number.POSITIVE_INFINITY) return "infinity";
  if (span < 1) return "0";
  const terms: string[] = [];
  let rest = Math.floor(span);
  for (const [spellings, length] of UNITS) {
    if (rest < length) continue;
    const count = length <= SECOND ? decimal(rest, length) : `${Math.floor(rest / length)}`;
    terms.push(`${count}${shortSpelling(spellings)}`);
    rest = length <= SECOND ? 0 : rest % length;
  }
  return terms.join(" ");
}

function decimal(span: Microseconds, length: Microseconds): string {
  const digits = String(length).length - 1;
  const fraction = String(span % length)
    .padStart(digits, "0")
    .slice(0, digits)
    .replace(/0+$/, "");
  return `${Math.floor(span / length)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** One letter, but for month and minute, where one letter of either is read as the other. */
function shortSpelling(spellings: string): string {
  const [short = "", longer = ""] = spellings.split(" ");
  return short.toLowerCase() === "m" ? longer : short;
}

/** For code that counts in seconds, as the agent does. Rounds up: no limit may end sooner than asked. */
export function toSeconds(span: Microseconds): number {
  return Math.ceil(span / SECOND);
}
