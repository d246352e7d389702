import { splitWords, type Word } from "../words";
import type { Objection } from "./objection";

const SHELL_SYNTAX = /^(?:&&|\|\|?|&|[0-9]?>{1,2}(?:&[0-9])?.*|<.*)$/;

/** An Exec*= line that systemd would refuse, or run otherwise than a shell would. */
export function commandObjection(name: string, value: string): Objection | undefined {
  const words = splitWords(value);
  if (words === undefined) {
    return {
      consequence: `\`${name}=\` has an open quote or an escape that systemd does not know, so it drops the line`,
      remedy: "close the quote, and write a literal backslash as `\\\\`",
    };
  }
  const [program, ...others] = words;
  return (
    programObjection(name, program?.text.replace(/^[@:+!|-]+/, "") ?? "") ?? shellObjection(name, others)
  );
}

function programObjection(name: string, program: string): Objection | undefined {
  if (program.startsWith("$")) {
    return {
      consequence: `systemd expands no variable in the program of \`${name}=\` and refuses the unit`,
      remedy: "write the program's absolute path",
    };
  }
  if (program.includes("/") && !/^[/%]/.test(program)) {
    return {
      consequence: `systemd wants an absolute path or a name without slashes as the program of \`${name}=\` and refuses the unit`,
      remedy: "write the program's absolute path",
    };
  }
  return undefined;
}

function shellObjection(name: string, words: readonly Word[]): Objection | undefined {
  if (!words.some(({ text, quoted }) => !quoted && SHELL_SYNTAX.test(text))) return undefined;
  return {
    consequence: `systemd runs \`${name}=\` without a shell, so \`|\`, \`&&\`, \`>\` and the like reach the program as arguments`,
    remedy: "wrap the line in `/bin/sh -c '…'`, or quote the word if it is an argument",
  };
}
