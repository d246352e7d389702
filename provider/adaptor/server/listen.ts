import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Resource } from "../../resources/resource";
import type { Engine } from "../engine/engine";
import { Catalog } from "./catalog";
import { introduction } from "./introduction";
import { operating } from "./operating";
import type { OperationsInFlight } from "./operationsInFlight";
import { planning } from "./planning";
import { refusals } from "./refusals";

/** As much as the engine itself takes. gRPC's own 4 MiB are soon used up by the text of string assets. */
const maxMessageBytes = 400 * 1024 * 1024;

export interface Provider {
  readonly version: string;
  readonly resources: readonly Resource[];
  /** Called when an engine takes its leave: what is kept for its next operation can go. */
  readonly goodbye?: () => void;
}

export interface Listening {
  readonly port: number;
  /** Takes no more calls, and resolves once those that run are answered. */
  close(): Promise<void>;
}

/** Serves `provider` on a free port of the loopback interface. */
export async function listen(
  provider: Provider,
  engine: Engine,
  inFlight: OperationsInFlight,
): Promise<Listening> {
  const catalog = new Catalog(provider.resources);
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(ResourceProviderService, {
    ...introduction(provider.version, engine),
    ...planning(catalog),
    ...operating(catalog, engine, inFlight, provider.goodbye),
    ...refusals(),
  });
  const grpc = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ noDelay: true }, (connection) => grpc.injectConnection(connection));
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    close: async () => {
      const closed = once(listener, "close");
      listener.close();
      // Not waited for: it never calls back where the engine is just hanging up (a session given up, and not yet closed).
      server.tryShutdown(() => undefined);
      await closed;
    },
  };
}
