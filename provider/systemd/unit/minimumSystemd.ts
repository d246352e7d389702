import { isSection, sinceVersion } from "./directives/known";
import { expandsSpecifiers, specifiersSince } from "./directives/specifiers";
import { valueSince } from "./directives/valueForms";
import { parseUnitFile } from "./unitFile";

/** Older systemds are not tried; nothing that this package writes needs an older one. */
export const OLDEST_SYSTEMD = 240;

export interface SystemdRequirement {
  readonly version: number;
  /** What needs it (`Type=notify-reload`, `RestartSteps=`); absent when the oldest supported systemd would do. */
  readonly because?: string;
}

/** The oldest systemd that knows every directive and word of a unit: an older one would drop the line with a warning. */
export function minimumSystemd(unitText: string): SystemdRequirement {
  let needed: SystemdRequirement = { version: OLDEST_SYSTEMD };
  for (const { section, name, value } of parseUnitFile(unitText).assignments) {
    const since = isSection(section) ? (sinceVersion(section, name) ?? 0) : 0;
    if (since > needed.version) needed = { version: since, because: `${name}=` };
    const word = valueSince(name, value);
    if (word > needed.version) needed = { version: word, because: `${name}=${value}` };
    const specifier = expandsSpecifiers(name) ? (specifiersSince(value) ?? 0) : 0;
    if (specifier > needed.version) needed = { version: specifier, because: `a specifier in ${name}=` };
  }
  return needed;
}
