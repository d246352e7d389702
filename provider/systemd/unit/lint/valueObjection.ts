import { nearest } from "../../nearest";
import { parseTimeSpan } from "../../timeSpan";
import { dependencyObjection } from "../../unitName";
import { accountObjection } from "../accountName";
import { expandsSpecifiers, specifiersSince } from "../directives/specifiers";
import {
  acceptedWords,
  formOf,
  isAcceptedWord,
  refusesEmpty,
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
 * judged without the comment as well. An empty one resets what systemd can reset.
 */
export function valueObjections(name: string, value: string): Objection[] {
  if (value === "") return refusesEmpty(name) ? [emptyObjection(name)] : [];
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
  return shapeObjection(name, value);
}

function emptyObjection(name: string): Objection {
  return {
    consequence: `\`${name}=\` has no value: systemd skips the line, and what was set before stays in force`,
    remedy: "write the value, or remove the line",
  };
}

function shapeObjection(name: string, value: string): Objection | undefined {
  const form = formOf(name);
  if (form === undefined || form.accepts(value)) return undefined;
  const effect = form.fatal ? "refuses the whole unit" : dropEffect(name);
  return {
    consequence: `the value of \`${name}=\` is no ${form.name}: systemd ${effect}`,
    remedy: `write ${form.remedy}`,
  };
}

function wordObjection(name: string, value: string): Objection | undefined {
  if (name === "KillMode" && value === "none") return unkilledObjection();
  if (isAcceptedWord(name, value)) return undefined;
  const words = acceptedWords(name) ?? [];
  const meant = nearest(value, words);
  const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  return {
    consequence: `the value is none that \`${name}=\` has: systemd ${dropEffect(name)}`,
    remedy: `write one of ${words.join(", ")}${hint}`,
  };
}

function unkilledObjection(): Objection {
  return {
    consequence:
      "with `KillMode=none` systemd leaves processes of the old version running when it stops it, and warns that it will give this up",
    remedy: "write `mixed` or `process`, or leave it out",
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
    // A specifier stands for some letters of the name: the rest must still look like one.
    const objection = dependencyObjection(unit.replace(/%[A-Za-z]/g, "x"));
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
  // A specifier stands for some letters of the name: the rest must still look like one.
  const objection = accountObjection(value.replace(/%[A-Za-z]/g, "x"));
  return objection && { consequence: `\`${name}=\` ${objection.reason}`, remedy: objection.remedy };
}

function specifierObjection(name: string, value: string): Objection | undefined {
  if (!expandsSpecifiers(name) || specifiersSince(value) !== undefined) return undefined;
  return {
    consequence: `\`${name}=\` has a \`%\` that begins no specifier of systemd.unit(5), so systemd drops the line`,
    remedy: "write a literal percent sign as `%%`",
  };
}
