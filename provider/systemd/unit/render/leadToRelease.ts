import { credentialLines } from "../credentials";
import { takesCommand } from "../directives/valueForms";
import { isComment, isContinued, parseUnitFile, physicalLines } from "../unitFile";
import { UNBUFFERED_PYTHON } from "./defaults";
import type { Placement } from "./placement";

/**
 * The text of an existing unit, led to a release: paths below `directory` become paths below the release's own copy, so
 * that unit and files are always of one version, and with a Python environment the system's interpreter becomes the
 * environment's. Secrets are loaded by lines of their own. Comments and everything else stay as they are, but for line ends.
 */
export function leadToRelease(text: string, placement: Placement): string {
  const lines: string[] = [];
  // Whether the next word is the program of a command, which may stand on the line after `ExecStart=\`.
  let atProgram = false;
  let continued = false;
  for (const line of physicalLines(text)) {
    if (isComment(line)) {
      lines.push(line);
      continue;
    }
    if (!continued) atProgram = takesCommand(/^[ \t]*([A-Za-z]+)[ \t]*=/.exec(line)?.[1] ?? "");
    const value = line.replace(/^[^=]*=/, "");
    lines.push(leadPaths(atProgram ? leadInterpreter(line, placement) : line, placement));
    atProgram &&= /^[ \t]*\\?$/.test(continued ? line : value);
    continued = isContinued(line);
  }
  const led = lines.join("\n");
  const whole = led.endsWith("\n") ? led : `${led}\n`;
  return beginService(whole, [
    ...unbufferedLines(whole, placement),
    ...credentialLines(placement.credentials),
  ]);
}

/** `directory` where it stands as a path of its own or begins one: `/srv/app/x`, never `/srv/app2` or `/old/srv/app`. */
function leadPaths(line: string, { directory, appDirectory }: Placement): string {
  if (directory === undefined) return line;
  const begin = String.raw`(?<=^|[\s="':,@+!|-])`;
  const end = String.raw`(?=$|[\s/"':,;])`;
  return line.replace(new RegExp(begin + literally(directory) + end, "g"), () => appDirectory);
}

function literally(text: string): string {
  return text.replace(/[^A-Za-z0-9_/]/g, "\\$&");
}

const INTERPRETER = /^((?:[^=]*=)?[ \t]*[@:+!|-]*"?)(?:\/usr(?:\/local)?\/bin\/)?(python3?)(?=["\s]|$)/;

function leadInterpreter(line: string, { runtimeBin }: Placement): string {
  return runtimeBin === undefined
    ? line
    : line.replace(INTERPRETER, (_, before, name) => `${before}${runtimeBin}/${name}`);
}

function unbufferedLines(text: string, { runtimeBin }: Placement): string[] {
  const { name, value } = UNBUFFERED_PYTHON;
  const isSet = parseUnitFile(text).assignments.some(
    (assignment) => assignment.name === "Environment" && assignment.value.includes(`${name}=`),
  );
  return runtimeBin === undefined || isSet ? [] : [`Environment=${name}=${value}`];
}

/** Before all of the section's own lines, so that whatever the text says itself prevails. */
function beginService(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  return text.replace(/^[ \t]*\[Service\][ \t]*\n/m, (header) => `${header}${lines.join("\n")}\n`);
}
