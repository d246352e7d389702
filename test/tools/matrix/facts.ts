import type { HostFacts } from "../../../tools/matrix/hostFacts";
import { wantedBy } from "../../../tools/matrix/program";

/** A host at rest that runs version 7. */
export function facts(overrides: Partial<HostFacts> = {}): HostFacts {
  return {
    active: "active",
    enabled: "enabled",
    invocation: "i",
    needsReload: false,
    fragment: "/etc/systemd/system/lasting.service",
    process: 7,
    loadedFiles: 7,
    loadedUnit: 7,
    writtenFiles: 7,
    writtenUnit: 7,
    link: 7,
    recorded: 7,
    wantedBy: wantedBy(7),
    command: "works",
    transientUnits: [],
    agents: [],
    paths: [],
    starts: new Map([[7, 1]]),
    ...overrides,
  };
}
