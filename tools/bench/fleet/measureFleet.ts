import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atDeath } from "../../process/deathWatch";
import { layPulumiStack } from "../contenders/pulumiStack";
import { layJob, SERVICE } from "../job";
import type { Meter } from "../measure/controller";
import { startPlugin } from "./pluginProcess";
import type { Reachable } from "./reachable";

/** What is done with a fleet, in this order. */
export const FLEET_PHASES = ["first", "unchanged", "refresh", "change"] as const;
export type FleetPhase = (typeof FLEET_PHASES)[number];

/** What one run of the CLI over a fleet took. */
export interface FleetSample {
  readonly hosts: number;
  readonly phase: FleetPhase;
  readonly wallMs: number;
  readonly plugin: Cost;
  /** Of the engine, the language host and the program. */
  readonly engine: Cost;
  /** The whole state as it lies on disk afterwards. */
  readonly checkpointBytes: number;
}

interface Cost {
  readonly cpuMs: number;
  readonly peakBytes: number;
}

export interface FleetOfHosts {
  readonly hosts: readonly Reachable[];
  /** What the engine would start. */
  readonly launcher: string;
  /** Pulumi's CLI. */
  readonly pulumi: { readonly binDir: string; readonly version: string };
  readonly meter: Meter;
}

/** As many as a rollout looks at together (provider/resources/fleet/rollOut.ts). */
const MAX_PARALLEL = 50;

/** For equal work nobody waits longer than for READY=1. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Fleet extends pulumi.CustomResource {}
const hosts = require("./hosts.json");
const [{ connection: { user }, privateKey }] = hosts;
const own = ({ connection: { host, port, hostKey } }) => ({ connection: { host, port, hostKey } });
new Fleet("systemd:index:Fleet", "bench", {
  name: "${SERVICE}",
  connection: { user, privateKey: pulumi.secret(privateKey) },
  hosts: Object.fromEntries(hosts.map((host) => [host.name, own(host)])),
  source: new pulumi.asset.FileArchive("./job/app"),
  unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
  readiness: { minHealthyTime: "0s" },
  rollout: { canary: 1, maxParallel: ${MAX_PARALLEL} },
});
`;

/** One fleet from its first deployment to its end, by the real CLI; the plugin is one process for all of its runs. */
export async function measureFleet({ hosts, launcher, pulumi, meter }: FleetOfHosts): Promise<FleetSample[]> {
  const directory = mkdtempSync(join(tmpdir(), "psd-fleet-"));
  // The key of the hosts is in there.
  const watch = atDeath(`rm -rf ${directory}`);
  try {
    await using plugin = await startPlugin(launcher, directory);
    mkdirSync(join(directory, "job"));
    layJob(join(directory, "job"), "one");
    const arena = { directory, hosts, pulumiBin: pulumi.binDir, pulumiVersion: pulumi.version, peersBin: "" };
    const stack = await layPulumiStack(arena, {
      program: PROGRAM,
      env: { PULUMI_DEBUG_PROVIDERS: `systemd:${plugin.port}` },
    });
    const samples: FleetSample[] = [];
    for (const phase of FLEET_PHASES) {
      layJob(join(directory, "job"), phase === "change" ? "two" : "one");
      plugin.takePeakBytes();
      const before = plugin.cpuMs();
      const { code, output, wallMs, ...engine } = await meter.measure(stack.command(phase));
      if (code !== 0) throw new Error(`${hosts.length} hosts, ${phase}: it ended with ${code}:\n${output}`);
      samples.push({
        ...{ hosts: hosts.length, phase, wallMs, engine },
        plugin: { cpuMs: plugin.cpuMs() - before, peakBytes: plugin.takePeakBytes() },
        checkpointBytes: stack.checkpointBytes(),
      });
    }
    await stack.destroy();
    return samples;
  } finally {
    await watch.release();
  }
}
