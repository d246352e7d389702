import { acceptedWords, takesTimeSpan } from "./directives/valueForms";
import { withoutComment } from "./lint/inlineComment";
import { directiveObjection, sectionObjection } from "./lint/nameObjection";
import { notifyObstacle, OBSTACLE_NAMES } from "./lint/notifyObstacle";
import type { Objection } from "./lint/objection";
import { swallowedHeaders } from "./lint/swallowedHeader";
import { valueObjections } from "./lint/valueObjection";
import { characterFault } from "./literalText";
import { type Assignment, parseUnitFile, physicalLines, type SkippedLine } from "./unitFile";

/** One thing in the text of a unit that systemd would refuse, ignore, or read otherwise than it was meant. */
export interface Finding extends Objection {
  /** From 1; 0 for what is missing altogether. */
  readonly line: number;
}

/** Everything at once, in the order of lines. */
export function lintUnitText(text: string): Finding[] {
  const { sections, assignments, skipped } = parseUnitFile(text);
  const findings = [
    ...characterFindings(text),
    ...skipped.map(skippedFinding),
    ...swallowedHeaders(text),
    ...sections.flatMap(({ name, line }) => finding(line, sectionObjection(name))),
    ...assignments.flatMap(assignmentFindings),
    ...overriddenFindings(assignments),
    ...serviceFindings(assignments),
  ];
  return findings.sort((a, b) => a.line - b.line);
}

function finding(line: number, objection: Objection | undefined): Finding[] {
  return objection === undefined ? [] : [{ line, ...objection }];
}

function assignmentFindings({ section, name, value, line }: Assignment): Finding[] {
  const unknown = finding(line, directiveObjection(section, name));
  return unknown.length > 0 ? unknown : valueObjections(name, value).flatMap((each) => finding(line, each));
}

function characterFindings(text: string): Finding[] {
  return physicalLines(text).flatMap((content, index) => {
    const line = index + 1;
    // A tab is a blank between words; what a wrong decoder leaves stands for bytes that were no UTF-8.
    const fault = characterFault(content.replaceAll("\t", " "));
    if (fault !== undefined) return [{ line, consequence: `the line ${fault}`, remedy: "remove it" }];
    if (!content.includes("\ufffd")) return [];
    return [
      {
        line,
        consequence:
          "the line was not UTF-8 when it was read: systemd refuses a whole unit for one such byte",
        remedy: "save the file as UTF-8",
      },
    ];
  });
}

function skippedFinding({ line, why }: SkippedLine): Finding {
  switch (why) {
    case "outside-section":
      return {
        line,
        consequence: "systemd ignores what stands before the first section",
        remedy: "put it below [Unit], [Service] or [Install]",
      };
    case "no-equals":
      return {
        line,
        consequence: "systemd ignores a line without `=`",
        remedy: "write `Name=value`; a value that goes on needs a backslash at the end of the line before",
      };
    case "bad-section":
      return {
        line,
        consequence: "systemd refuses the whole unit for a section header that does not end with `]`",
        remedy: "write the header alone on its line, a comment on a line of its own",
      };
  }
}

/** Of settings with one value the last line counts, and the ones before it are silently void. */
function overriddenFindings(assignments: readonly Assignment[]): Finding[] {
  return assignments.flatMap(({ section, name, value, line }, index) => {
    const single = acceptedWords(name) !== undefined || takesTimeSpan(name) || /^(User|Group)$/.test(name);
    const later = assignments
      .slice(index + 1)
      .find((other) => other.section === section && other.name === name);
    if (!single || value === "" || later === undefined) return [];
    return [
      {
        line,
        consequence: `\`${name}=\` stands again on line ${later.line}, and systemd takes the last one only`,
        remedy: "remove one of them",
      },
    ];
  });
}

/** What a service that tells when it is ready can't do without. */
function serviceFindings(assignments: readonly Assignment[]): Finding[] {
  const service = assignments.filter(({ section }) => section === "Service");
  const types = service.filter(({ name }) => name === "Type");
  const commands = service.filter(({ name, value }) => name === "ExecStart" && value !== "");
  const findings: Finding[] = [];
  const line = 0;
  if (commands.length === 0) {
    findings.push({
      line,
      consequence: "without `ExecStart=` in [Service] there is nothing for systemd to start",
      remedy: "add the command: `ExecStart=/path/of/the/program`",
    });
  }
  if (types.length === 0) {
    findings.push({
      line,
      consequence:
        "without `Type=` in [Service] the start counts as done at once, and READY=1 is never awaited",
      remedy: "add `Type=notify`, or `Type=simple` if that is meant",
    });
  }
  const isOneshot = types.some(({ value }) => withoutComment("Type", value) === "oneshot");
  if (types.some(({ value }) => withoutComment("Type", value).startsWith("notify"))) {
    findings.push(...OBSTACLE_NAMES.flatMap((name) => obstacleFindings(name, service)));
  }
  const [, second] = commands;
  if (second !== undefined && !isOneshot) {
    findings.push({
      line: second.line,
      consequence: "systemd refuses a second `ExecStart=`, unless with `Type=oneshot`",
      remedy: "leave one; what runs before it belongs into `ExecStartPre=`",
    });
  }
  return findings;
}

function obstacleFindings(name: string, service: readonly Assignment[]): Finding[] {
  const own = service.filter((assignment) => assignment.name === name);
  const objection = notifyObstacle(
    name,
    own.map(({ value }) => value),
  );
  return finding(own.at(-1)?.line ?? 0, objection);
}

/** `line 7: systemd …: put …`, for one line of an error. */
export function describeFinding({ line, consequence, remedy }: Finding): string {
  return `${line === 0 ? "" : `line ${line}: `}${consequence}; ${remedy}`;
}
