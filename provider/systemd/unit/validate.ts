import type { Problem } from "../problem";
import { isWithin } from "../propertyPath";
import { describeFinding, lintUnitText } from "./lint";
import type { UnitSpec } from "./unitSpec";
import { conflicts } from "./validate/conflicts";
import { directiveProblems } from "./validate/directiveProblems";
import { hardeningConflicts } from "./validate/hardeningConflicts";
import { fieldProblems } from "./validate/typedFields";
import type { UnitContext } from "./validate/unitContext";

/**
 * Everything that speaks against a unit, at once, before any host is asked. A field that is not known yet, or part of
 * which isn't, is left alone: the same check runs again when it is.
 */
export function validateUnit(given: UnitSpec, context: UnitContext = {}): Problem[] {
  const { prefix = "unit", unknown = [], files, readiness } = context;
  if (unknown.includes(prefix)) return [];
  const at = (field: string) => `${prefix}.${field}`;
  const isUnknown = (field: string) => unknown.some((path) => isWithin(path, at(field)));
  const spec = Object.fromEntries(Object.entries(given).filter(([field]) => !isUnknown(field))) as UnitSpec;
  if (given.text !== undefined || isUnknown("text")) return textProblems(spec, at);

  const problems = [
    ...fieldProblems(spec, at, files),
    ...(CONFLICTING.some(isUnknown)
      ? []
      : [...conflicts(spec, at, readiness), ...hardeningConflicts(spec, at)]),
    ...directiveProblems(spec.directives ?? {}, at),
  ];
  if (given.execStart === undefined && !isUnknown("execStart")) {
    problems.unshift({
      path: at("execStart"),
      reason: "is required: the command that runs the service, as a list of words",
    });
  }
  return problems;
}

/** Fields whose absence means a default: while one isn't known, nothing can be said about them together. */
const CONFLICTING = ["type", "notifyAccess", "watchdog", "user", "dynamicUser", "hardening", "directives"];

/** A text is the whole unit: nothing stands beside it. */
function textProblems(spec: UnitSpec, at: (field: string) => string): Problem[] {
  const { text, ...others } = spec;
  const beside = Object.entries(others).filter(([, value]) => value !== undefined);
  return [
    ...beside.map(([field]) => ({
      path: at(field),
      reason: `conflicts with ${at("text")}, which is the whole unit: say it there, or leave the text out`,
    })),
    ...lintUnitText(text ?? "").flatMap((finding) =>
      text === undefined ? [] : [{ path: at("text"), reason: describeFinding(finding) }],
    ),
  ];
}
