import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMadeUpHosts } from "../../tools/bench/fleet/madeUpHosts";
import { type FleetSample, measureFleet } from "../../tools/bench/fleet/measureFleet";
import { meterObstacle, setUpMeter } from "../../tools/bench/measure/controller";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { buildPlugin } from "../provider/adaptor/builtPlugin";

const [FEW, MANY] = [30, 300];

/** Of the cost per host with few of them. What is paid once (modules, compiling) makes it less than one. */
const GROWTH_LIMIT = 1.2;
const STATE_LIMIT_BYTES = 1_500;
const MEMORY_LIMIT_BYTES = 1_000_000;

/** Made-up hosts, in this process; the plugin is a process of its own, and the engine the real one. */
const obstacle = meterObstacle();

describe.skipIf(obstacle !== undefined)(
  `a fleet that grows tenfold${obstacle ? ` (not here: ${obstacle})` : ""}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), "fleet-growth-"));
    let few: readonly FleetSample[];
    let many: readonly FleetSample[];

    beforeAll(async () => {
      const launcher = buildPlugin(directory);
      const pulumi = await providePulumi({ onProgress: () => {} });
      await using meter = setUpMeter();
      const measured = async (count: number) => {
        const { hosts, close } = await startMadeUpHosts(count);
        try {
          return await measureFleet({ hosts, launcher, pulumi, meter });
        } finally {
          close();
        }
      };
      few = await measured(FEW);
      many = await measured(MANY);
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    const both = (phase: FleetSample["phase"]) => {
      const of = (samples: readonly FleetSample[]) =>
        samples.find((sample) => sample.phase === phase) ?? expect.fail(`${phase} was not measured`);
      return [of(few), of(many)] as const;
    };

    it.each(["first", "refresh", "change"] as const)(
      "takes no more of the plugin for each host: %s",
      async (phase) => {
        const [small, large] = both(phase);
        const perHost = ({ plugin, hosts }: FleetSample) => plugin.cpuMs / hosts;
        expect(perHost(large)).toBeLessThan(GROWTH_LIMIT * perHost(small));
        const grown = (large.plugin.peakBytes - small.plugin.peakBytes) / (MANY - FEW);
        expect(grown).toBeLessThan(MEMORY_LIMIT_BYTES);
      },
    );

    it("leaves no more in the state for each host", () => {
      const [small, large] = both("change");
      const perHost = ({ checkpointBytes, hosts }: FleetSample) => checkpointBytes / hosts;
      expect(perHost(large)).toBeLessThan(perHost(small));
      expect(perHost(large)).toBeLessThan(STATE_LIMIT_BYTES);
    });
  },
);
