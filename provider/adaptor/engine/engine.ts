import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { wellFormed } from "../wire/wellFormed";
import type { Line } from "./logQueue";

/** A lost line must not hold up the outcome of an operation for longer than this. */
const logDeadlineMs = 5_000;

/** The engine as we talk to it: it shows lines in a resource's row, or under its diagnostics. */
export class Engine {
  #client: EngineClient | undefined;

  constructor(address: string | undefined) {
    if (address !== undefined) this.connect(address);
  }

  /** Talk to the engine at `address` from now on. The connection is made with the first line. */
  connect(address: string): void {
    this.#client?.close();
    this.#client = new EngineClient(address, credentials.createInsecure(), {
      // The engine is on this machine, whatever the environment says of proxies.
      "grpc.enable_http_proxy": 0,
    });
  }

  /** Resolves once the engine has taken the line, or can't be told: an operation never fails for its log. */
  async log(urn: string, line: Line): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const request = new LogRequest()
      .setUrn(urn)
      .setMessage(wellFormed(line.text))
      .setSeverity(line.kind === "warning" ? LogSeverity.WARNING : LogSeverity.INFO)
      .setEphemeral(line.kind === "progress");
    await new Promise<void>((resolve) => {
      client.log(request, new Metadata(), { deadline: Date.now() + logDeadlineMs }, () => resolve());
    });
  }
}
