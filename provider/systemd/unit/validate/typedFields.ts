import type { Problem } from "../../problem";
import { elementPath } from "../../propertyPath";
import { executableObjection } from "../executable";
import { argumentObjection, lengthObjection } from "../literalText";
import { quoteArgument, quoteWord } from "../quote";
import type { UnitSpec } from "../unitSpec";
import {
  accountReason,
  burstReason,
  dependencyReason,
  environmentFileReason,
  environmentNameReason,
  lineReason,
  stateDirectoryReason,
  timeSpanReason,
  unitReason,
  workingDirectoryReason,
} from "./fieldChecks";
import { type Check, problemOf } from "./unitContext";

const ONE: { readonly [Field in keyof UnitSpec]?: Check<string> } = {
  description: lineReason,
  user: accountReason,
  group: accountReason,
  restartSec: timeSpanReason,
  watchdog: timeSpanReason,
  timeoutStart: timeSpanReason,
  timeoutStop: timeSpanReason,
  startLimitInterval: timeSpanReason,
  workingDirectory: workingDirectoryReason,
};

const EACH: { readonly [Field in keyof UnitSpec]?: Check<string> } = {
  after: dependencyReason,
  wants: dependencyReason,
  requires: dependencyReason,
  wantedBy: unitReason,
  environmentFiles: environmentFileReason,
  stateDirectory: stateDirectoryReason,
};

/** What is wrong with each typed field by itself. `at` gives a field's property path. */
export function fieldProblems(
  spec: UnitSpec,
  at: (field: string) => string,
  files: ReadonlySet<string> | undefined,
): Problem[] {
  const fields = Object.entries(spec);
  const ones = fields.flatMap(([field, value]) => {
    const check = ONE[field as keyof UnitSpec];
    return check && typeof value === "string" ? problemOf(at(field), check(value)) : [];
  });
  const lists = fields.flatMap(([field, value]) => {
    const check = EACH[field as keyof UnitSpec];
    if (check === undefined || !Array.isArray(value)) return [];
    return [...elementProblems(value, at(field), check), ...problemOf(at(field), lineOf(value, quoteWord))];
  });
  const burst = spec.startLimitBurst === undefined ? undefined : burstReason(spec.startLimitBurst);
  return [
    ...ones,
    ...lists,
    ...problemOf(at("startLimitBurst"), burst),
    ...commandProblems(spec.execStart, at("execStart"), files),
    ...(spec.execStartPre ?? []).flatMap((argv, index) =>
      commandProblems(argv, elementPath(at("execStartPre"), index), files),
    ),
    ...commandProblems(spec.execReload, at("execReload"), files),
    ...mainPidProblems(spec.execReload ?? [], at),
    ...environmentProblems(spec.environment ?? {}, at("environment")),
  ];
}

function elementProblems(values: readonly unknown[], path: string, check: Check<string>): Problem[] {
  return values.flatMap((value, index) =>
    typeof value === "string" ? problemOf(elementPath(path, index), check(value)) : [],
  );
}

function commandProblems(
  argv: readonly string[] | undefined,
  path: string,
  files: ReadonlySet<string> | undefined,
): Problem[] {
  if (argv === undefined) return [];
  const [program, ...others] = argv;
  if (program === undefined) return [{ path, reason: "is empty: the first word is the program to run" }];
  return [
    ...problemOf(elementPath(path, 0), executableObjection(program, files)),
    ...others.flatMap((word, index) => problemOf(elementPath(path, index + 1), argumentObjection(word))),
    ...problemOf(path, lineOf(argv, quoteArgument)),
  ];
}

/** Everyone's first reload command is `kill -HUP $MAINPID`, and arguments are literal. */
function mainPidProblems(argv: readonly string[], at: (field: string) => string): Problem[] {
  return argv.flatMap((word, index) =>
    /^\$\{?MAINPID\}?$/.test(word)
      ? [
          {
            path: elementPath(at("execReload"), index),
            reason: `would reach the program as it is written, not as a number: write the whole line as ${at("directives")}.Service.ExecReload, where systemd fills variables in`,
          },
        ]
      : [],
  );
}

function environmentProblems(environment: Readonly<Record<string, string>>, path: string): Problem[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    problemOf(elementPath(path, name), environmentNameReason(name) ?? argumentObjection(`${name}=${value}`)),
  );
}

/** What speaks against all of a list's words on one line. */
function lineOf(words: readonly string[], quote: (word: string) => string): string | undefined {
  return lengthObjection(words.reduce((bytes, word) => bytes + Buffer.byteLength(quote(word)) + 1, 0));
}
