import type { Problem } from "../../problem";
import { elementPath } from "../../propertyPath";
import { CREDENTIALS_LIMIT_BYTES, credentialNameObjection, credentialsBytes } from "../credentials";
import { type Assignment, parseUnitFile } from "../unitFile";
import type { UnitSpec } from "../unitSpec";
import { problemOf } from "./unitContext";

type Given = Pick<Assignment, "name" | "value">;

/** What is wrong with the secrets of a service, `path`, by themselves and beside its unit. No reason repeats a value. */
export function credentialProblems(
  secrets: Readonly<Record<string, string>>,
  unit: UnitSpec | undefined,
  path: string,
): Problem[] {
  const given = credentialDirectives(unit);
  const taken = new Set(given.map(({ value }) => value.replace(/:.*$/s, "")));
  const names = Object.keys(secrets);
  const bytes = credentialsBytes(secrets);
  const resets = names.length > 0 && given.some(({ value }) => value === "");
  return [
    ...names.flatMap((name) =>
      problemOf(
        elementPath(path, name),
        credentialNameObjection(name) ?? (taken.has(name) ? TAKEN : undefined),
      ),
    ),
    ...(resets ? [{ path, reason: RESET }] : []),
    ...(bytes > CREDENTIALS_LIMIT_BYTES ? [{ path, reason: tooLarge(bytes) }] : []),
  ];
}

const TAKEN =
  "is the name of a credential that the unit itself sets (LoadCredential=, SetCredential=): leave one of them out";
const RESET =
  "would be taken back by the empty `LoadCredential=` of the unit, which resets the list: remove that line";

function tooLarge(bytes: number): string {
  return `take ${bytes} bytes, with names and whole pages of 4096, and systemd hands a service ${CREDENTIALS_LIMIT_BYTES} at most: leave out what is no secret`;
}

/** `LoadCredential=`, `SetCredential=` and their like, in a unit's directives or its text. */
function credentialDirectives(unit: UnitSpec | undefined): Given[] {
  const own = Object.entries(unit?.directives?.Service ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
  const inText = parseUnitFile(unit?.text ?? "").assignments.filter(({ section }) => section === "Service");
  return [...own, ...inText].filter(({ name }) => /^(?:Load|Set|Import)Credential/.test(name));
}
