import type { ServerUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CreateResponse, ReadResponse, UpdateResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Operation, Resource } from "../../resources/resource";
import type { Engine } from "../engine/engine";
import { Row } from "../engine/row";
import { decodeProperties, decodeState } from "../wire/decode";
import { encodeProperties } from "../wire/encode";
import { answer } from "./answer";
import type { Catalog } from "./catalog";
import type { OperationsInFlight } from "./operationsInFlight";

/** What an operation is asked with. In the oldest stubs we support, Read has no timeout. */
interface Request {
  getUrn(): string;
  getTimeout?(): number;
}

/** What touches a host, and how it is stopped. */
export function operating(
  catalog: Catalog,
  engine: Engine,
  inFlight: OperationsInFlight,
  goodbye = () => {},
): Pick<IResourceProviderServer, "create" | "read" | "update" | "delete" | "cancel"> {
  const operation = <Asked extends Request, Answered>(
    run: (resource: Resource, operation: Operation, request: Asked) => Promise<Answered>,
  ) =>
    answer(async (request: Asked, call: ServerUnaryCall<Asked, Answered>) => {
      const urn = request.getUrn();
      const resource = catalog.find(urn);
      const row = new Row((line) => engine.log(urn, line));
      const running = inFlight.begin();
      call.on("cancelled", () => running.abandon());
      try {
        return await run(
          resource,
          {
            urn,
            signal: running.signal,
            timeoutSeconds: request.getTimeout?.() || undefined,
            progress: (text) => row.add({ kind: "progress", text }),
            inform: (text) => row.add({ kind: "information", text }),
            warn: (text) => row.add({ kind: "warning", text }),
          },
          request,
        );
      } finally {
        await row.flush();
        running.end();
      }
    });

  return {
    create: operation(async (resource, operation, request) => {
      const news = decodeProperties(request.getProperties());
      const { id, outputs } = await resource.create(news, request.getPreview(), operation);
      return new CreateResponse().setId(id).setProperties(encodeProperties(outputs));
    }),

    // Also `pulumi import` and `.get`: an id, and no state yet.
    read: operation(async (resource, operation, request) => {
      const state = decodeState(request.getId(), request.getInputs(), request.getProperties());
      const found = await resource.read(state, operation);
      if (found === undefined) return new ReadResponse();
      return new ReadResponse()
        .setId(found.id)
        .setInputs(encodeProperties(found.inputs))
        .setProperties(encodeProperties(found.outputs));
    }),

    update: operation(async (resource, operation, request) => {
      const old = decodeState(request.getId(), request.getOldInputs(), request.getOlds());
      const news = decodeProperties(request.getNews());
      const { outputs } = await resource.update(old, news, request.getPreview(), operation);
      return new UpdateResponse().setProperties(encodeProperties(outputs));
    }),

    delete: operation(async (resource, operation, request) => {
      const state = decodeState(request.getId(), request.getOldInputs(), request.getProperties());
      await resource.delete(state, operation);
      return new Empty();
    }),

    // Comes at every shutdown, green ones too, and at Ctrl-C; the engine waits for the operations themselves.
    cancel: answer(() => {
      inFlight.abort("cancelled");
      goodbye();
      return new Empty();
    }),
  };
}
