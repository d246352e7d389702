import * as pulumi from "@pulumi/pulumi";
import type { ServiceSpec } from "../provider/resources/service/inputs";
import type { LiftedFields } from "./lifted";

/** Any asset or archive. Class by class: `Asset` and `Archive` have no members, so that a mere path would pass for one. */
export type Source =
  | pulumi.asset.FileAsset
  | pulumi.asset.StringAsset
  | pulumi.asset.RemoteAsset
  | pulumi.asset.FileArchive
  | pulumi.asset.AssetArchive
  | pulumi.asset.RemoteArchive;

export interface ServiceArgs extends LiftedFields<Omit<ServiceSpec<Source>, "source">> {
  /**
   * The application: `FileArchive` for a directory or an archive file, `FileAsset` for one file, `AssetArchive` for what
   * the program puts together. The contents of files stay out of the state; the text of a `StringAsset` does not.
   */
  source: pulumi.Input<Source>;
}

/**
 * One service on one host, as the provider knows it. Programs are better served by `NotifyService`, which keeps the
 * credentials of the connection and the `secrets` from the engine's own logs and has a place for commands that prepare the host.
 */
export class Service extends pulumi.CustomResource {
  declare readonly status: pulumi.Output<string>;
  declare readonly readyAfter: pulumi.Output<number | undefined>;
  declare readonly activeSince: pulumi.Output<string>;
  declare readonly invocationId: pulumi.Output<string>;
  declare readonly releaseDigest: pulumi.Output<string>;
  declare readonly unitPath: pulumi.Output<string>;
  declare readonly systemdVersion: pulumi.Output<string>;
  declare readonly hostKey: pulumi.Output<string>;
  declare readonly changes: pulumi.Output<string[]>;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.CustomResourceOptions) {
    super("systemd:index:Service", name, { ...OUTPUTS, ...args }, opts);
  }
}

/** The SDK makes an output of every property it is told of, and of no other. */
const OUTPUTS = {
  status: undefined,
  readyAfter: undefined,
  activeSince: undefined,
  invocationId: undefined,
  releaseDigest: undefined,
  unitPath: undefined,
  systemdVersion: undefined,
  hostKey: undefined,
  changes: undefined,
};
