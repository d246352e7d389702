import type { Cell } from "./cells";
import { type Expectation, tidiesItself, type Version } from "./expectation";
import type { HostFacts } from "./hostFacts";
import { leftovers, traces } from "./leftovers";
import { wantedBy } from "./program";

/** The numbers of the versions of one cell; `old` is undefined in a first deployment. */
export interface Versions {
  readonly name: string;
  readonly old: number | undefined;
  readonly new: number;
}

/** Which version a host runs, or undefined when it is neither, or a mixture. */
export function runningVersion(facts: HostFacts, versions: Versions): Version | undefined {
  const places = [facts.process, facts.loadedFiles, facts.loadedUnit, facts.writtenFiles, facts.writtenUnit];
  const runs = (version: number | undefined) =>
    version !== undefined && facts.active === "active" && places.every((at) => at === version);
  if (runs(versions.new)) return "new";
  if (versions.old !== undefined) return runs(versions.old) ? "old" : undefined;
  return facts.active === "inactive" && facts.writtenUnit === undefined ? "old" : undefined;
}

/** What is wrong with a host after the fault, when nobody has deployed again yet. Empty: all is as it may be. */
export function complaintsAfterFault(
  cell: Cell,
  expectation: Expectation,
  facts: HostFacts,
  versions: Versions,
): string[] {
  const complaints: string[] = [];
  const version = runningVersion(facts, versions);
  if (version === undefined) complaints.push(`neither version runs: ${describe(facts)}`);
  else if (!expectation.host.includes(version))
    complaints.push(`${version} runs, and ${expectation.host.join(" or ")} should: ${describe(facts)}`);
  if (facts.command === "broken") complaints.push("the command for people names an agent that is not there");
  complaints.push(...facts.transientUnits.map((unit) => `transient unit: ${unit}`));
  if (tidiesItself(cell)) {
    const gone = version === "old" && versions.old === undefined;
    complaints.push(...wishes(facts, version && versions[version]));
    const left = (gone ? traces : leftovers)(versions.name, facts.paths);
    complaints.push(...left.map((path) => `left behind: ${path}`));
    complaints.push(...facts.agents.map((process) => `still runs: ${process}`));
  }
  return complaints;
}

/** What is wrong with a host after the next `up`, which was green. `untidy`: a power cut's leavings may still be there. */
export function complaintsAtEnd(
  facts: HostFacts,
  wanted: Version,
  versions: Versions,
  untidy = false,
): string[] {
  const complaints: string[] = [];
  const number = versions[wanted];
  if (runningVersion(facts, versions) !== wanted) complaints.push(`not ${wanted}: ${describe(facts)}`);
  if (facts.link !== number) complaints.push(`the link leads to version ${facts.link}`);
  if (facts.recorded !== number) complaints.push(`the record speaks of version ${facts.recorded}`);
  if (facts.enabled !== "enabled") complaints.push(`the unit is ${facts.enabled}`);
  if (facts.needsReload) complaints.push("systemd has not read what is written");
  if (!facts.fragment.startsWith("/etc/")) complaints.push(`the unit is ${facts.fragment}`);
  complaints.push(...facts.transientUnits.map((unit) => `transient unit: ${unit}`));
  complaints.push(...facts.agents.map((process) => `still runs: ${process}`));
  if (facts.command === "broken") complaints.push("the command for people names an agent that is not there");
  if (!untidy) {
    complaints.push(...wishes(facts, number));
    complaints.push(...leftovers(versions.name, facts.paths).map((path) => `left behind: ${path}`));
  }
  return complaints;
}

/** Is the unit wanted by the targets of another version? */
function wishes(facts: HostFacts, version: number | undefined): string[] {
  const right = (version === undefined ? [] : wantedBy(version)).join(" ");
  const there = facts.wantedBy.join(" ");
  return there === right ? [] : [`wanted by “${there}”, and not by “${right}”`];
}

/** What must hold when the host had settled on the new version before the same program came again: it was not done twice. */
export function complaintsAboutRepetition(
  settled: HostFacts,
  last: HostFacts,
  versions: Versions,
  countsStarts: boolean,
): string[] {
  const complaints: string[] = [];
  if (settled.invocation !== last.invocation) complaints.push("the next up restarted what ran already");
  const starts = last.starts.get(versions.new) ?? 0;
  if (countsStarts && starts !== 1) complaints.push(`the new version was started ${starts} times`);
  return complaints;
}

export function describe(facts: HostFacts): string {
  const { active, fragment, process, loadedUnit, loadedFiles, writtenUnit, writtenFiles, link, recorded } =
    facts;
  return [
    `${active}, process ${process}`,
    `loaded unit ${loadedUnit} with files of ${loadedFiles} from ${fragment || "nowhere"}`,
    `written unit ${writtenUnit} with files of ${writtenFiles}`,
    `link ${link}, record ${recorded}`,
  ].join("; ");
}
