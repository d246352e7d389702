import * as pulumi from "@pulumi/pulumi";
import type { FleetSpec } from "../provider/resources/fleet/inputs";
import type { HostOutcome } from "../provider/rollout/outcome";
import type { LiftedFields } from "./lifted";
import type { Source } from "./service";

export interface FleetArgs extends LiftedFields<Omit<FleetSpec<Source>, "source">> {
  /** The application, the same on every host: `FileArchive`, `FileAsset`, `AssetArchive` and the like. */
  source: pulumi.Input<Source>;
}

/** What runs on one host of a fleet. */
export interface FleetHost {
  /** Where it is: `connection.host`. */
  readonly address: string;
  /** As systemctl says it: `active (running)`. Empty where nothing was deployed to yet. */
  readonly status: string;
  /** Seconds from the start of the process to its READY=1; not there while none runs. */
  readonly readyAfter?: number;
  readonly activeSince?: string;
  readonly invocationId?: string;
  /** Names files, unit text and runtime of the release that runs. */
  readonly releaseDigest: string;
  readonly systemdVersion?: string;
  readonly hostKey?: string;
  /** What the last deployment did there, in words. */
  readonly changes?: string[];
  /** How it left the last rollout (docs/fleet.md). */
  readonly outcome: HostOutcome;
  /** Why it failed, 1 kB of it at most. */
  readonly failure?: string;
  /** What a refresh found to differ from the deployed release. */
  readonly drift?: string[];
}

/** The hosts of a fleet by their names. */
export interface FleetHosts {
  readonly [name: string]: FleetHost;
}

/**
 * One service on many hosts, as the provider knows it. Programs are better served by `NotifyFleet`, which keeps the
 * credentials of all connections secret.
 */
export class Fleet extends pulumi.CustomResource {
  declare readonly hosts: pulumi.Output<FleetHosts>;
  declare readonly readyHosts: pulumi.Output<number>;
  declare readonly unitPath: pulumi.Output<string>;

  constructor(name: string, args: FleetArgs, opts?: pulumi.CustomResourceOptions) {
    // `hosts` is an input, too.
    super("systemd:index:Fleet", name, { readyHosts: undefined, unitPath: undefined, ...args }, opts);
  }
}
