import type { Problem } from "../../problem";
import { elementPath } from "../../propertyPath";
import { fieldOf } from "../fieldDirectives";
import { directiveObjection, sectionObjection } from "../lint/nameObjection";
import { valueObjections } from "../lint/valueObjection";
import { characterObjection, lineObjection } from "../literalText";
import type { UnitSpec } from "../unitSpec";

/** What is wrong with `directives`. Their values may be secret: no reason repeats one. */
export function directiveProblems(
  directives: NonNullable<UnitSpec["directives"]>,
  at: (field: string) => string,
): Problem[] {
  return Object.entries(directives).flatMap(([section, assignments]) => {
    const path = elementPath(at("directives"), section);
    const objection = sectionObjection(section);
    if (objection !== undefined || /[\][]/.test(section) || characterObjection(section) !== undefined) {
      return [{ path, reason: objection ? sentence(objection) : "is no name of a section" }];
    }
    return Object.entries(assignments).flatMap(([name, given]) =>
      assignmentProblems(section, name, given, elementPath(path, name), at),
    );
  });
}

function assignmentProblems(
  section: string,
  name: string,
  given: string | readonly string[],
  path: string,
  at: (field: string) => string,
): Problem[] {
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    return [{ path, reason: "is no name of a directive: they have letters, digits and `-`" }];
  }
  const named = directiveObjection(section, name);
  if (named !== undefined) return [{ path, reason: sentence(named) }];
  const field = fieldOf(section, name);
  if (field !== undefined && !field.many) {
    return [
      { path, reason: `conflicts with ${at(field.field)}, which writes this directive: set that instead` },
    ];
  }
  const values = typeof given === "string" ? [given] : given;
  return values.flatMap((value, index) => {
    const where = typeof given === "string" ? path : elementPath(path, index);
    if (value === "" && field !== undefined) {
      return [{ path: where, reason: `is empty, which would reset ${at(field.field)}: remove it` }];
    }
    const literal = lineObjection(value);
    if (literal !== undefined) return [{ path: where, reason: literal }];
    return valueObjections(name, value).map((objection) => ({ path: where, reason: sentence(objection) }));
  });
}

function sentence({ consequence, remedy }: { consequence: string; remedy: string }): string {
  return `${consequence}: ${remedy}`;
}
