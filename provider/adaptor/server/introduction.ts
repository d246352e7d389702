import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckResponse,
  ConfigureResponse,
  DiffResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Engine } from "../engine/engine";
import { answer } from "./answer";

type Introduction = Pick<
  IResourceProviderServer,
  "handshake" | "attach" | "getPluginInfo" | "getSchema" | "checkConfig" | "diffConfig" | "configure"
>;

/**
 * The engine and the provider get to know each other. Secrets and outputs come as what they are. References to resources
 * don't: none of our properties takes one, so the engine sends the id it stands for.
 */
export function introduction(version: string, engine: Engine): Introduction {
  return {
    handshake: answer((request) => {
      engine.connect(request.getEngineAddress());
      return new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true);
    }),

    // Only when it was us who were started first (PULUMI_DEBUG_PROVIDERS).
    attach: answer((request) => {
      engine.connect(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: answer(() => new PluginInfo().setVersion(version)),

    getSchema: answer((request) => {
      if (request.getVersion() !== 0) {
        throw new Error(`there is no schema of version ${request.getVersion()}, only of version 0`);
      }
      return new GetSchemaResponse().setSchema(JSON.stringify(schema(version)));
    }),

    // There is nothing to configure.
    checkConfig: answer((request) => new CheckResponse().setInputs(request.getNews())),

    // Empty means: never a replacement, and whether it changed at all the engine sees for itself.
    diffConfig: answer(() => new DiffResponse()),

    // For engines that don't know Handshake.
    configure: answer(() =>
      new ConfigureResponse().setAcceptsecrets(true).setAcceptoutputs(true).setSupportspreview(true),
    ),
  };
}

/** No resources: the package is used through its TypeScript components, and no SDK should be generated from this. */
function schema(version: string): object {
  return {
    name: "systemd",
    version,
    description: "Deploys systemd services over SSH. Use the components of the npm package pulumi-systemd.",
  };
}
