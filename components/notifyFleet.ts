import * as pulumi from "@pulumi/pulumi";
import type { FleetHostSpec } from "../provider/resources/fleet/inputs";
import type { ConnectionSpec } from "../provider/ssh/connectionSpec";
import { mapInput, sealed } from "./connection";
import type { FleetArgs, FleetHosts } from "./fleet";
import { Fleet } from "./fleet";
import type { Lifted, LiftedFields } from "./lifted";
import type { Preparation } from "./preparation";
import { prepareHost } from "./preparation";
import { sealedSecrets } from "./sealedSecrets";

export interface NotifyFleetArgs extends FleetArgs {
  /**
   * Commands run on every host, in order, before the rollout begins; each runs again when it changes. On each host they are
   * what they are for a `NotifyService`. The engine runs them and knows no canary: one that fails on a host keeps the whole
   * fleet waiting. `hosts` has to be written plainly then, its values may be outputs.
   * @default none
   */
  prepare?: readonly Preparation[];
}

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
    const { prepare = [], ...rest } = args;
    const sealedArgs = sealedFleet(rest);
    const preparations = prepare.length === 0 ? [] : prepareFleet(this, name, sealedArgs, prepare);
    const fleet = new Fleet(name, sealedArgs, { parent: this, dependsOn: preparations });
    this.hosts = fleet.hosts;
    this.readyHosts = fleet.readyHosts;
    this.unitPath = fleet.unitPath;
    this.registerOutputs({ hosts: this.hosts, readyHosts: this.readyHosts, unitPath: this.unitPath });
  }
}

/** The arguments with each credential and each secret marked secret, those that all hosts share and those of each. */
function sealedFleet(args: FleetArgs): FleetArgs {
  return {
    ...args,
    ...(args.connection !== undefined && { connection: sealedPart(args.connection) }),
    ...(args.secrets !== undefined && { secrets: sealedSecrets(args.secrets) }),
    hosts: mapInput(args.hosts, (hosts) =>
      Object.fromEntries(Object.entries(hosts).map(([host, spec]) => [host, mapInput(spec, sealedHost)])),
    ),
  };
}

function sealedHost(host: LiftedFields<FleetHostSpec>): LiftedFields<FleetHostSpec> {
  return {
    ...host,
    ...(host.connection !== undefined && { connection: sealedPart(host.connection) }),
    ...(host.secrets !== undefined && { secrets: sealedSecrets(host.secrets) }),
  };
}

/** A connection that may lack its host, which is in the other one. */
function sealedPart(
  connection: Lifted<Partial<ConnectionSpec> | undefined>,
): Lifted<Partial<ConnectionSpec>> {
  return sealed(connection as Lifted<ConnectionSpec>) as Lifted<Partial<ConnectionSpec>>;
}

/** The commands of all hosts, side by side. */
function prepareFleet(
  fleet: pulumi.Resource,
  name: string,
  { connection, hosts }: FleetArgs,
  prepare: readonly Preparation[],
): pulumi.Resource[] {
  if (pulumi.Output.isInstance(hosts) || hosts instanceof Promise) {
    const problem =
      "prepare: its commands are resources of each host, so the names in `hosts` can't be an output";
    throw new pulumi.ResourceError(problem, fleet, true);
  }
  return Object.entries(hosts).flatMap(([host, spec]) =>
    prepareHost(
      fleet,
      `${name}-${host}`,
      joinedConnection(connection, spec),
      prepare,
      `hosts.${host}.connection`,
    ),
  );
}

/** What a host's own connection says outranks what all hosts share, field by field. */
function joinedConnection(
  shared: FleetArgs["connection"],
  host: Lifted<FleetHostSpec>,
): Lifted<ConnectionSpec> {
  const own = mapInput(host, ({ connection }) => connection);
  return mapInput(shared, (fields) =>
    mapInput(own, (ownFields) => ({ ...fields, ...ownFields })),
  ) as Lifted<ConnectionSpec>;
}
