import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { repositoryRoot } from "../../repository";
import { nodeEnvironment } from "../nodeEnvironment";

export interface Start {
  /** From starting the process to its port. */
  readonly portMs: number;
  /** … to the answer to its first call. */
  readonly answerMs: number;
}

/** Starts the plugin as the engine does: by its launcher. */
export async function startPlugin(): Promise<Start> {
  const began = performance.now();
  const plugin = spawn(join(repositoryRoot(), "provider", "pulumi-resource-systemd"), [], {
    stdio: ["pipe", "pipe", "inherit"],
    env: nodeEnvironment(process.env),
  });
  const ended = once(plugin, "exit");
  try {
    const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
    const portMs = performance.now() - began;
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    await new Promise<void>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error) => (error === null ? resolve() : reject(error)));
    });
    const answerMs = performance.now() - began;
    client.close();
    return { portMs, answerMs };
  } finally {
    plugin.kill("SIGTERM");
    await ended;
  }
}
