import { takesCommand, takesUnits } from "../directives/valueForms";
import type { Objection } from "./objection";

/** Where a `#` or `;` outside quotes follows a blank: what its author took for a comment. */
function commentStart(value: string, marks: RegExp): number | undefined {
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (marks.test(value.slice(at)) && (at === 0 || /[ \t]/.test(value.charAt(at - 1)))) {
      return at;
    } else if (character === '"' || character === "'") {
      quote = character;
    }
  }
  return undefined;
}

/** `Build #5` is a description like any other; a `;` of its own separates commands. */
function marksOf(name: string): RegExp {
  if (name === "Description") return /^[#;] /;
  return takesCommand(name) ? /^#/ : /^[#;]/;
}

/** A value up to the comment that its author saw in it; the whole value where there is none. */
export function withoutComment(name: string, value: string): string {
  const start = commentStart(value, marksOf(name));
  return start === undefined ? value : value.slice(0, start).trimEnd();
}

export function inlineCommentObjection(name: string, value: string): Objection | undefined {
  if (commentStart(value, marksOf(name)) === undefined) return undefined;
  return {
    consequence: `\`${name}=\` has a comment after its value, which systemd knows nowhere: it ${effectOf(name)}`,
    remedy: `put the comment on a line of its own above${takesCommand(name) ? ", or quote the word if it is an argument" : ""}`,
  };
}

function effectOf(name: string): string {
  if (takesCommand(name)) return "hands the comment's words to the program as arguments";
  if (takesUnits(name)) return "takes the comment's words for names of further units";
  if (name === "User" || name === "Group") {
    return "takes all of it for a name, which does not exist (217/USER when the service starts)";
  }
  if (name === "Environment") return "takes the comment's words for further variables";
  if (name === "Description") return "shows the comment as well";
  return dropEffect(name);
}

/** What becomes of a unit whose line systemd can't read, "Failed to parse …, ignoring". */
export function dropEffect(name: string): string {
  switch (name) {
    case "Type":
      return "cannot read it and falls back to `Type=simple`, so the start counts as done at once, without READY=1";
    case "Restart":
      return "cannot read it and drops the line, so a crashed service stays down";
    case "WatchdogSec":
      return "cannot read it and drops the line, so the watchdog stays off";
    default:
      return "cannot read it and drops the line";
  }
}
