import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Engine } from "../../../provider/adaptor/engine/engine";
import { listen } from "../../../provider/adaptor/server/listen";
import { OperationsInFlight } from "../../../provider/adaptor/server/operationsInFlight";
import type { Resource } from "../../../provider/resources/resource";

export const type = "systemd:test:Box";
export const urn = `urn:pulumi:dev::project::systemd:index:Parent$${type}::box`;

export interface LoggedLine {
  readonly urn: string;
  readonly severity: "info" | "warning" | "other";
  readonly ephemeral: boolean;
  readonly message: string;
}

/** The engine's side: where the log goes, and a client of the provider. */
export interface FakeEngine {
  readonly address: string;
  readonly log: LoggedLine[];
  close(): void;
}

export async function startEngine(): Promise<FakeEngine> {
  const log: LoggedLine[] = [];
  const server = new Server();
  server.addService(EngineService, {
    log(call: { request: LogRequest }, done: (error: null, response: Empty) => void) {
      log.push(line(call.request));
      done(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, log, close: () => server.forceShutdown() };
}

export interface ServedResource extends FakeEngine {
  readonly client: ResourceProviderClient;
  readonly inFlight: OperationsInFlight;
}

/** A provider with one resource of which a test states what it needs, served to a fake engine in this process. */
export async function serve(resource: Partial<Resource>): Promise<ServedResource> {
  const engine = await startEngine();
  const inFlight = new OperationsInFlight();
  const provider = { version: "1.2.3", resources: [{ ...inert, ...resource }] };
  const { port, close } = await listen(provider, new Engine(engine.address), inFlight);
  const client = providerClient(port);
  const closeAll = () => {
    client.close();
    engine.close();
    void close();
  };
  return { ...engine, client, inFlight, close: closeAll };
}

export function providerClient(port: number): ResourceProviderClient {
  const limits = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  return new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), limits);
}

/** `await ask<CheckResponse>((done) => client.check(request, done))` */
export function ask<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });
}

const inert: Resource = {
  type,
  check: async (news) => ({ inputs: news, problems: [] }),
  diff: () => ({ changes: [], replaces: [], deleteBeforeReplace: false }),
  create: async (news) => ({ id: "box-1", outputs: news }),
  read: async (state) => state,
  update: async (_, news) => ({ outputs: news }),
  delete: async () => undefined,
};

function line(request: LogRequest): LoggedLine {
  const severities = new Map([
    [LogSeverity.INFO, "info"],
    [LogSeverity.WARNING, "warning"],
  ] as const);
  return {
    urn: request.getUrn(),
    severity: severities.get(request.getSeverity() as 1 | 2) ?? "other",
    ephemeral: request.getEphemeral(),
    message: request.getMessage(),
  };
}
