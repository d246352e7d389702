import fc from "fast-check";
import { expect } from "vitest";
import { isWithin } from "../../../provider/systemd/propertyPath";
import { renderUnit } from "../../../provider/systemd/unit/render";
import type { Placement } from "../../../provider/systemd/unit/render/placement";
import type { UnitSpec } from "../../../provider/systemd/unit/unitSpec";
import { validateUnit } from "../../../provider/systemd/unit/validate";
import type { TestHost } from "../../../tools/hosts/testHost";
import { APP_DIRECTORY, HOSTILE_FIELDS } from "./hostileFields";
import { comparable, differing, loadedProperties } from "./loadedProperties";

/** Waits for nothing, ends by itself, is not started again. */
export const PLAIN: UnitSpec = {
  description: "plain",
  type: "exec",
  restart: "no",
  execStart: ["/bin/sleep", "600"],
};

export const placement = (unitName: string): Placement => ({
  unitName,
  appDirectory: APP_DIRECTORY,
  files: new Set(),
});

interface Case {
  readonly field: keyof UnitSpec;
  readonly value: unknown;
}

/** Some values for every field. */
export const cases: fc.Arbitrary<Case[]> = fc
  .tuple(
    ...Object.entries(HOSTILE_FIELDS).map(([field, { value }]) =>
      fc.array(
        (value as fc.Arbitrary<unknown>).map(
          (given): Case => ({ field: field as keyof UnitSpec, value: given }),
        ),
        { minLength: 5, maxLength: 5 },
      ),
    ),
  )
  .map((fields) => fields.flat());

/** What systemd makes otherwise than it should of units that have one field more than a plain one. */
export async function violations(host: TestHost, tried: readonly Case[]): Promise<unknown[]> {
  const found: unknown[] = [];
  const accepted = tried.filter(({ field, value }) => {
    const problems = validateUnit({ ...PLAIN, [field]: value });
    const elsewhere = problems.filter(({ path }) => !isWithin(path, `unit.${field}`));
    if (elsewhere.length > 0) found.push({ field, value, elsewhere });
    return problems.length === 0;
  });
  const texts = accepted.map(({ field, value }, index) => {
    const unitName = `p${index}.service`;
    return [unitName, renderUnit({ ...PLAIN, [field]: value }, placement(unitName))] as const;
  });
  const plain = renderUnit(PLAIN, placement("plain.service"));
  const [before = {}, ...others] = await loadedProperties(
    host,
    new Map([["plain0.service", plain], ...texts, ["plain1.service", plain]]),
  );
  const after = others.at(-1) ?? {};
  // Which unit it is, and what else changes from moment to moment.
  const ownAffairs = new Set(differing(before, after));
  for (const [index, { field, value }] of accepted.entries()) {
    const loaded = others[index] ?? {};
    const { loaded: expectation, implies = [] } = HOSTILE_FIELDS[field as keyof typeof HOSTILE_FIELDS];
    const wanted = (expectation as (value: unknown, plain: unknown) => Record<string, unknown>)(
      value,
      before,
    );
    if (loaded.LoadState !== "loaded") {
      found.push({ field, value, refused: loaded.LoadError });
      continue;
    }
    const wrong = Object.keys(wanted).filter(
      (name) => said(loaded, name) !== JSON.stringify(comparable(wanted[name])),
    );
    const changed = differing(loaded, before).filter(
      (name) => !(name in wanted) && !implies.includes(name) && !ownAffairs.has(name),
    );
    for (const name of [...wrong, ...changed])
      found.push({
        field,
        value,
        name,
        loaded: loaded[name],
        wanted: name in wanted ? wanted[name] : before[name],
      });
  }
  expect(accepted.length).toBeGreaterThan(tried.length / 4);
  return found;
}

function said(loaded: Readonly<Record<string, unknown>>, name: string): string {
  return JSON.stringify(comparable(loaded[name]));
}
