import {
  homeOf,
  isExtension,
  isSection,
  nearestDirective,
  SECTIONS,
  sinceVersion,
} from "../directives/known";
import type { Objection } from "./objection";

/** A section that systemd would skip with all its lines. */
export function sectionObjection(section: string): Objection | undefined {
  if (isSection(section) || isExtension(section)) return undefined;
  const meant = SECTIONS.find((known) => known.toLowerCase() === section.trim().toLowerCase());
  return {
    consequence: `systemd knows no section [${section}] in a service and skips all of it`,
    remedy:
      meant === undefined
        ? `the sections are ${SECTIONS.map((s) => `[${s}]`).join(", ")}`
        : `write [${meant}]`,
  };
}

/** A directive that systemd would skip: unknown, or at home in another section. */
export function directiveObjection(section: string, name: string): Objection | undefined {
  if (!isSection(section) || isExtension(name) || sinceVersion(section, name) !== undefined) return undefined;
  const home = homeOf(name);
  if (home !== undefined) {
    return {
      consequence: `systemd knows \`${name}=\` only in [${home}] and skips it in [${section}]`,
      remedy: `move it to [${home}]`,
    };
  }
  const meant = nearestDirective(section, name);
  const elsewhere = meant !== undefined && sinceVersion(section, meant) === undefined;
  return {
    consequence: `no systemd knows a directive \`${name}=\` in [${section}]; it would be skipped`,
    remedy:
      meant === undefined
        ? `remove it, or call it \`X-${name}=\` if it is a note of your own`
        : `did you mean \`${meant}=\`${elsewhere ? ` (in [${homeOf(meant)}])` : ""}?`,
  };
}
