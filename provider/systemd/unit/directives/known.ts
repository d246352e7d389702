import { nearest } from "../../nearest";
import { CONDITIONS } from "./conditions";
import { EXEC_DIRECTIVES } from "./execDirectives";
import { INSTALL_DIRECTIVES } from "./installDirectives";
import { datedNames, type NamesByVersion } from "./namesByVersion";
import { RESOURCE_DIRECTIVES } from "./resourceDirectives";
import { SERVICE_DIRECTIVES } from "./serviceDirectives";
import { UNIT_DIRECTIVES } from "./unitDirectives";

/** The sections a service unit can have; systemd skips any other with a warning. */
export const SECTIONS = ["Unit", "Service", "Install"] as const;
export type Section = (typeof SECTIONS)[number];

const KNOWN: Readonly<Record<Section, ReadonlyMap<string, number>>> = {
  Unit: new Map([...dated(UNIT_DIRECTIVES), ...conditions()]),
  Service: dated(SERVICE_DIRECTIVES, EXEC_DIRECTIVES, RESOURCE_DIRECTIVES),
  Install: dated(INSTALL_DIRECTIVES),
};

function dated(...groups: readonly NamesByVersion[]): Map<string, number> {
  return new Map(groups.flatMap((group) => [...datedNames(group)]));
}

function* conditions(): Generator<[string, number]> {
  for (const [subject, since] of datedNames(CONDITIONS)) {
    yield [`Condition${subject}`, since];
    // There is a ConditionFirmware=, but no systemd has its Assert.
    if (subject !== "Firmware") yield [`Assert${subject}`, since];
  }
}

export function isSection(name: string): name is Section {
  return SECTIONS.some((section) => section === name);
}

/** `X-…` sections and directives are for anyone's own notes: systemd skips them silently (systemd.unit(5)). */
export function isExtension(name: string): boolean {
  return name.startsWith("X-");
}

/** The systemd version that brought a directive (0: all supported ones know it); `undefined` if no version knows it. */
export function sinceVersion(section: Section, name: string): number | undefined {
  return KNOWN[section].get(name);
}

/** All directives of a section that a systemd of this version knows. */
export function knownDirectives(section: Section, version: number): string[] {
  return [...KNOWN[section]].filter(([, since]) => since <= version).map(([name]) => name);
}

/** The section in which systemd does know a directive of this name. */
export function homeOf(name: string): Section | undefined {
  return SECTIONS.find((section) => KNOWN[section].has(name));
}

/** The known directive that was probably meant, of this section if it has one as near. */
export function nearestDirective(section: Section, name: string): string | undefined {
  return nearest(name, [...KNOWN[section].keys(), ...SECTIONS.flatMap((other) => [...KNOWN[other].keys()])]);
}
