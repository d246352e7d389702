import { nearest } from "../../nearest";
import { parseTimeSpan } from "../../timeSpan";
import { dependencyObjection } from "../../unitName";
import { accountObjection } from "../accountName";
import {
  acceptedWords,
  isAcceptedWord,
  takesCommand,
  takesTimeSpan,
  takesUnits,
} from "../directives/valueForms";
import { splitWords } from "../words";
import { commandObjection } from "./commandObjection";
import { dropEffect, inlineCommentObjection, withoutComment } from "./inlineComment";
import type { Objection } from "./objection";

/**
 * What systemd would drop of a value, or take for something else than its author. A value with a comment after it is
 * judged without the comment as well. An empty one resets: never wrong here.
 */
export function valueObjections(name: string, value: string): Objection[] {
  const meant = withoutComment(name, value);
  const comment = inlineCommentObjection(name, value);
  const form = meant === "" ? undefined : (formObjection(name, meant) ?? specifierObjection(name, meant));
  return [comment, form].filter((objection) => objection !== undefined);
}

function formObjection(name: string, value: string): Objection | undefined {
  if (takesCommand(name)) return commandObjection(name, value);
  if (takesTimeSpan(name)) return timeSpanObjection(name, value);
  if (takesUnits(name)) return unitsObjection(name, value);
  if (acceptedWords(name) !== undefined) return wordObjection(name, value);
  if (name === "Environment") return environmentObjection(value);
  if (name === "User" || name === "Group") return userObjection(name, value);
  if (name === "WorkingDirectory" && !/^-?[/~%]/.test(value)) {
    return {
      consequence: "systemd refuses a unit with a relative `WorkingDirectory=`",
      remedy: "write an absolute path",
    };
  }
  return undefined;
}

function wordObjection(name: string, value: string): Objection | undefined {
  if (isAcceptedWord(name, value)) return undefined;
  const words = acceptedWords(name) ?? [];
  const meant = nearest(value, words);
  const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  return {
    consequence: `the value is none that \`${name}=\` has: systemd ${dropEffect(name)}`,
    remedy: `write one of ${words.join(", ")}${hint}`,
  };
}

function timeSpanObjection(name: string, value: string): Objection | undefined {
  if (parseTimeSpan(value) !== undefined) return undefined;
  return {
    consequence: `the value of \`${name}=\` is no time span: systemd ${dropEffect(name)}`,
    remedy: "write it like `15s`, `1min 30s` or `infinity` (systemd.time(7))",
  };
}

function unitsObjection(name: string, value: string): Objection | undefined {
  for (const unit of value.split(/[ \t]+/)) {
    const objection = unit.includes("%") ? undefined : dependencyObjection(unit);
    if (objection !== undefined) {
      return { consequence: `a word of \`${name}=\` ${objection.reason}`, remedy: objection.remedy };
    }
  }
  return undefined;
}

/** The names only: a value is not for the eyes of whoever reads the error. */
function environmentObjection(value: string): Objection | undefined {
  const words = splitWords(value);
  if (words === undefined) {
    return {
      consequence:
        "`Environment=` has an open quote or an escape that systemd does not know, so it drops the line",
      remedy: "close the quote, and write a literal backslash as `\\\\`",
    };
  }
  const wrong = words.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word.text));
  if (wrong < 0) return undefined;
  return {
    consequence: `word ${wrong + 1} of \`Environment=\` is no assignment of a variable, so systemd ignores it`,
    remedy:
      'write `NAME=value`, and put quotes around an assignment whose value has blanks: `"NAME=a value"`',
  };
}

function userObjection(name: string, value: string): Objection | undefined {
  const objection = value.includes("%") ? undefined : accountObjection(value);
  return objection && { consequence: `\`${name}=\` ${objection.reason}`, remedy: objection.remedy };
}

const EXPANDED =
  /^(?:Exec(?!Paths|SearchPath).*|Environment|EnvironmentFile|WorkingDirectory|Description|User|Group)$/;
const SPECIFIER = /^[aAbBCdDEfgGhHiIjJlLmMnNoPpqsStTuUvVwWyY%]/;

function specifierObjection(name: string, value: string): Objection | undefined {
  if (!EXPANDED.test(name)) return undefined;
  const withoutPairs = value.replaceAll("%%", "");
  const unknown = withoutPairs
    .split("%")
    .slice(1)
    .some((rest) => !SPECIFIER.test(rest));
  if (!unknown) return undefined;
  return {
    consequence: `\`${name}=\` has a \`%\` that begins no specifier of systemd.unit(5), so systemd drops the line`,
    remedy: "write a literal percent sign as `%%`",
  };
}
