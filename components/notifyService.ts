import * as pulumi from "@pulumi/pulumi";
import type { CommandConnection } from "./connection";
import { forCommand, sealed } from "./connection";
import type { Preparation } from "./preparation";
import { prepareHost } from "./preparation";
import { sealedSecrets } from "./sealedSecrets";
import type { ServiceArgs } from "./service";
import { Service } from "./service";

export interface NotifyServiceArgs extends ServiceArgs {
  /**
   * Commands run on the host, in order, before the service is first deployed; each runs again when it changes. They are
   * `remote.Command` resources of `@pulumi/command` (whose plugin is needed only then), named by their position. They want
   * `connection.hostKey` or `acceptNewHostKey`: that package doesn't know known_hosts.
   * @default none
   */
  prepare?: readonly Preparation[];
}

/**
 * A systemd service on a host reached by SSH. It is created when the daemon has said `READY=1` and stayed up for
 * `readiness.minHealthyTime`, and so is whatever depends on it; a release that doesn't get there is rolled back.
 *
 * @example
 * const app = new NotifyService("myapp_notify", {
 *   connection: { host: "203.0.113.7", user: "deploy", privateKey: config.requireSecret("privateKey") },
 *   source: new pulumi.asset.FileArchive("./app"),
 *   runtime: { python: { requirements: ["sdnotify==0.3.2"] } },
 *   unit: { execStart: ["python3", "app_notify.py"], user: "myapp", watchdog: "15s" },
 * });
 * export const readyAfter = app.readyAfter;
 */
export class NotifyService extends pulumi.ComponentResource {
  /** What runs on the host, as systemctl says it: `active (running)`. */
  readonly status: pulumi.Output<string>;
  /** Seconds from the start of the process to its READY=1; undefined while none runs (a stopped one, found by a refresh). */
  readonly readyAfter: pulumi.Output<number | undefined>;
  /** When the running process became ready, as the host writes it: `Sun 2026-11-22 09:14:03 UTC`. Empty while none runs. */
  readonly activeSince: pulumi.Output<string>;
  /** systemd's name for this very run: `journalctl _SYSTEMD_INVOCATION_ID=…`. */
  readonly invocationId: pulumi.Output<string>;
  /** Names files, unit text and runtime of the release that runs. */
  readonly releaseDigest: pulumi.Output<string>;
  /** The unit file on the host. */
  readonly unitPath: pulumi.Output<string>;
  /** The host's systemd, e.g. `252`. */
  readonly systemdVersion: pulumi.Output<string>;
  /** The host's public key, given or pinned at the first connection: `ssh-ed25519 AAAA…`. */
  readonly hostKey: pulumi.Output<string>;
  /** What the last deployment did, in words. */
  readonly changes: pulumi.Output<string[]>;
  /**
   * For `@pulumi/command` resources that come after the service: the given connection, with the key that the host was
   * verified by (a jump host's only if it was given). Secret, and known only when the service is ready, so whatever uses
   * it waits for READY=1.
   */
  readonly connection: pulumi.Output<CommandConnection>;

  constructor(name: string, args: NotifyServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-systemd:index:NotifyService", name, {}, opts);
    const { prepare = [], secrets, ...service } = args;
    const connection = sealed(args.connection);
    const preparations = prepareHost(this, name, connection, prepare);
    const deployed = new Service(
      name,
      { ...service, connection, secrets: sealedSecrets(secrets) },
      { parent: this, dependsOn: preparations },
    );

    this.status = deployed.status;
    this.readyAfter = deployed.readyAfter;
    this.activeSince = deployed.activeSince;
    this.invocationId = deployed.invocationId;
    this.releaseDigest = deployed.releaseDigest;
    this.unitPath = deployed.unitPath;
    this.systemdVersion = deployed.systemdVersion;
    this.hostKey = deployed.hostKey;
    this.changes = deployed.changes;
    this.connection = pulumi.secret(
      pulumi
        .all([connection, deployed.hostKey])
        .apply(([given, hostKey]) => ({ ...forCommand(given), hostKey })),
    );
    // All but the connection: one copy of the credentials in the state is enough.
    this.registerOutputs({
      status: this.status,
      readyAfter: this.readyAfter,
      activeSince: this.activeSince,
      invocationId: this.invocationId,
      releaseDigest: this.releaseDigest,
      unitPath: this.unitPath,
      systemdVersion: this.systemdVersion,
      hostKey: this.hostKey,
      changes: this.changes,
    });
  }
}
