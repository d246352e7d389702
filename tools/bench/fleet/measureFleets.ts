import { join } from "node:path";
import { startHosts } from "../../hosts/startHosts";
import { providePulumi } from "../../pulumi/providePulumi";
import { repositoryRoot } from "../../repository";
import { setUpMeter } from "../measure/controller";
import { describeMachine } from "../measure/machine";
import type { FleetResult } from "./fleetTable";
import { spawnMadeUpHosts } from "./madeUpHostsApart";
import { type FleetSample, measureFleet } from "./measureFleet";

export interface FleetsOptions {
  /** How many hosts each fleet has. */
  readonly sizes: readonly number[];
  readonly kind: FleetResult["kind"];
}

/** One fleet after the other, each on hosts of its own. */
export async function measureFleets(
  { sizes, kind }: FleetsOptions,
  onProgress: (line: string) => void,
): Promise<FleetResult> {
  const machine = await describeMachine();
  const pulumi = await providePulumi({ onProgress });
  await using meter = setUpMeter();
  const launcher = join(repositoryRoot(), "provider", "pulumi-resource-systemd");
  const samples: FleetSample[] = [];
  for (const count of sizes) {
    onProgress(`a fleet of ${count} hosts`);
    await using started =
      kind === "real" ? await startHosts({ count, onProgress }) : await spawnMadeUpHosts(count);
    samples.push(...(await measureFleet({ hosts: started.hosts, launcher, pulumi, meter })));
  }
  return { at: new Date().toISOString(), machine, kind, pulumiVersion: pulumi.version, samples };
}
