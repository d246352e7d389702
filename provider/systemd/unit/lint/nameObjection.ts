import {
  homeOf,
  isExtension,
  isSection,
  nearestDirective,
  SECTIONS,
  sinceVersion,
} from "../directives/known";
import { replacementOf } from "../directives/obsolete";
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

/** A directive that systemd would skip: unknown, at home in another section, or about to be given up. */
export function directiveObjection(section: string, name: string): Objection | undefined {
  if (!isSection(section) || isExtension(name)) return undefined;
  const replacement = replacementOf(name);
  if (replacement !== undefined && homeOf(name) === section) {
    return {
      consequence: `\`${name}=\` is obsolete: systemd reads it with a warning, or no more`,
      remedy: `write ${replacement} instead`,
    };
  }
  if (sinceVersion(section, name) !== undefined) return undefined;
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
