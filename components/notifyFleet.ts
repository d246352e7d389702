import * as pulumi from "@pulumi/pulumi";
import type { FleetHostSpec } from "../provider/resources/fleet/inputs";
import type { ConnectionSpec } from "../provider/ssh/connectionSpec";
import { mapInput, sealed } from "./connection";
import type { FleetArgs, FleetHosts } from "./fleet";
import { Fleet } from "./fleet";
import type { Lifted, LiftedFields } from "./lifted";

export type NotifyFleetArgs = FleetArgs;

/**
 * A systemd service on many hosts, rolled out as a careful operator would do it: all hosts are looked at before the first
 * is touched, canaries go first, the rest follows a few at a time, and it halts when more fail than may. Whatever depends on
 * it is created only when every host has said `READY=1` and stayed up.
 *
 * @example
 * const fleet = new NotifyFleet("myapp", {
 *   connection: { user: "deploy", privateKey: config.requireSecret("privateKey") },
 *   hosts: {
 *     web1: { connection: { host: "203.0.113.1" } },
 *     web2: { connection: { host: "203.0.113.2" }, environment: { ROLE: "primary" } },
 *   },
 *   source: new pulumi.asset.FileArchive("./app"),
 *   unit: { execStart: ["python3", "app.py"], user: "myapp", watchdog: "15s" },
 *   rollout: { canary: 1, maxParallel: "25%", maxFailures: 1 },
 * });
 * export const web2Ready = fleet.hosts.apply(({ web2 }) => web2?.readyAfter);
 */
export class NotifyFleet extends pulumi.ComponentResource {
  /** What runs on each host, by its name. */
  readonly hosts: pulumi.Output<FleetHosts>;
  /** How many hosts run the wanted release: all of them, after a green `up`. */
  readonly readyHosts: pulumi.Output<number>;
  /** The unit file on the hosts. */
  readonly unitPath: pulumi.Output<string>;

  constructor(name: string, args: NotifyFleetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-systemd:index:NotifyFleet", name, {}, opts);
    const fleet = new Fleet(name, sealedFleet(args), { parent: this });
    this.hosts = fleet.hosts;
    this.readyHosts = fleet.readyHosts;
    this.unitPath = fleet.unitPath;
    this.registerOutputs({ hosts: this.hosts, readyHosts: this.readyHosts, unitPath: this.unitPath });
  }
}

/** The arguments with each credential marked secret, the shared connection's and those of each host. */
function sealedFleet(args: NotifyFleetArgs): NotifyFleetArgs {
  return {
    ...args,
    ...(args.connection !== undefined && { connection: sealedPart(args.connection) }),
    hosts: mapInput(args.hosts, (hosts) =>
      Object.fromEntries(Object.entries(hosts).map(([host, spec]) => [host, mapInput(spec, sealedHost)])),
    ),
  };
}

function sealedHost(host: LiftedFields<FleetHostSpec>): LiftedFields<FleetHostSpec> {
  return host.connection === undefined ? host : { ...host, connection: sealedPart(host.connection) };
}

/** A connection that may lack its host, which is in the other one. */
function sealedPart(
  connection: Lifted<Partial<ConnectionSpec> | undefined>,
): Lifted<Partial<ConnectionSpec>> {
  return sealed(connection as Lifted<ConnectionSpec>) as Lifted<Partial<ConnectionSpec>>;
}
