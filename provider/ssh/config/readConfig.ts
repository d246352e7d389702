import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { matchesPattern } from "../pattern";
import { expandPath } from "./expand";
import { type Condition, type ConfigLine, ConfigRefusal, type ConfigSection } from "./section";

/** A line as the parser gives it; the type of a comment or an empty line has no `param`. */
interface ParsedLine {
  readonly type: number;
  readonly param?: string;
  readonly value?: Words;
  /** Of a Host or Match: the lines below it. */
  readonly config?: readonly ParsedLine[];
  /** Of a Match. */
  readonly criteria?: Readonly<Record<string, Words>>;
}

type Words = string | readonly { readonly val: string }[];

/** OpenSSH's own limit. */
const DEEPEST_INCLUDE = 16;

/**
 * Reads a configuration and what it includes, wherever an Include stands. Of the package `ssh-config` it is the parser
 * that is used: its evaluation would run the commands of `Match exec`.
 *
 * @throws ConfigRefusal when a file can't be read or parsed
 */
export async function readConfig(file: string, home: string, depth = 0): Promise<readonly ConfigSection[]> {
  if (depth > DEEPEST_INCLUDE) {
    throw new ConfigRefusal(`${file} is included too deeply`, "Does a file include itself?");
  }
  const include = async (pattern: string): Promise<readonly ConfigSection[]> => {
    const path = expandPath(pattern, home);
    const files = await filesMatching(isAbsolute(path) ? path : join(home, ".ssh", path));
    const included = await Promise.all(files.map((each) => readConfig(each, home, depth + 1)));
    return included.flat();
  };
  return sectionsOf(await parsed(file), include);
}

type Include = (pattern: string) => Promise<readonly ConfigSection[]>;

async function sectionsOf(lines: readonly ParsedLine[], include: Include): Promise<readonly ConfigSection[]> {
  const sections: ConfigSection[] = [];
  for (const line of lines) {
    sections.push({ condition: conditionOf(line), lines: await linesOf(line.config ?? [line], include) });
  }
  return sections;
}

async function linesOf(lines: readonly ParsedLine[], include: Include): Promise<readonly ConfigLine[]> {
  const found: ConfigLine[] = [];
  for (const { param, value = [] } of lines) {
    const [keyword, values] = [param?.toLowerCase(), wordsOf(value)];
    if (keyword === "include") found.push({ included: (await Promise.all(values.map(include))).flat() });
    else if (keyword !== undefined) found.push({ keyword, values });
  }
  return found;
}

function conditionOf({ config, criteria, value = [] }: ParsedLine): Condition {
  if (config === undefined) return { kind: "always" };
  if (criteria === undefined) return { kind: "host", patterns: wordsOf(value) };
  return {
    kind: "match",
    criteria: Object.entries(criteria).map(([name, words]) => ({
      name: name.toLowerCase().replace(/^!/, ""),
      isNegated: name.startsWith("!"),
      values: wordsOf(words),
    })),
  };
}

function wordsOf(value: Words): readonly string[] {
  return typeof value === "string" ? [value] : value.map(({ val }) => val);
}

async function parsed(file: string): Promise<readonly ParsedLine[]> {
  const text = await contentOf(file);
  // An ES module as far as its types go; and who has no configuration need not load it.
  const { parse } = await import("ssh-config");
  try {
    return parse(text);
  } catch {
    throw new ConfigRefusal(
      `${file} is no configuration of ssh(1)`,
      `What does \`ssh -G -F ${file} x\` say?`,
    );
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new ConfigRefusal(
      `${file} cannot be read (${code})`,
      "Make it readable, or write the connection out.",
    );
  }
}

/** In the order of their names; wildcards count in the last part only. Nothing that matches is no error. */
async function filesMatching(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((name) => matchesPattern(basename(path), name))
    .sort()
    .map((name) => join(dirname(path), name));
}
