import { doubt, type Machine, machineLine } from "../measure/machine";
import { align } from "../report/tables";
import { FLEET_PHASES, type FleetPhase, type FleetSample } from "./measureFleet";

export interface FleetResult {
  readonly at: string;
  readonly machine: Machine;
  readonly kind: "real" | "made-up";
  readonly pulumiVersion: string;
  readonly samples: readonly FleetSample[];
}

const TITLES: Record<FleetPhase, string> = {
  first: "first deployment",
  unchanged: "nothing changed",
  refresh: "refresh",
  change: "a new release",
};

const HEAD = [
  "",
  "hosts",
  "wall s",
  "hosts per minute",
  "plugin: CPU ms per host",
  "plugin: peak MB",
  "engine and program: CPU s",
  "engine and program: peak MB",
  "state: kB per host",
];

/** What was found, in Markdown: for each phase how it goes as the fleet grows. */
export function drawFleetTable({ at, machine, kind, pulumiVersion, samples }: FleetResult): string {
  const warning = doubt(machine);
  const rows = FLEET_PHASES.flatMap((phase) => samples.filter((sample) => sample.phase === phase)).map(row);
  return [
    ...(warning === undefined ? [] : [`**${warning}**`]),
    `${kind === "real" ? "Real hosts" : "Made-up hosts"}, ${at.slice(0, 10)}. ${machineLine(machine)}, Pulumi ${pulumiVersion}.`,
    align([HEAD, ...rows]),
  ].join("\n\n");
}

function row({ hosts, phase, wallMs, plugin, engine, checkpointBytes }: FleetSample): string[] {
  const perMinute = phase === "unchanged" ? "—" : Math.round((hosts / wallMs) * 60_000).toString();
  return [
    TITLES[phase],
    hosts.toString(),
    (wallMs / 1_000).toFixed(1),
    perMinute,
    (plugin.cpuMs / hosts).toFixed(1),
    Math.round(plugin.peakBytes / 1e6).toString(),
    (engine.cpuMs / 1_000).toFixed(1),
    Math.round(engine.peakBytes / 1e6).toString(),
    (checkpointBytes / 1_000 / hosts).toFixed(2),
  ];
}
