import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ReadRequest, type ReadResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { encodeProperties } from "../../provider/adaptor/wire/encode";
import { buildPlugin } from "./adaptor/builtPlugin";
import { ask, providerClient } from "./adaptor/fakeEngine";
import { startServer, type TestServer } from "./ssh/support/server";
import { waitFor } from "./ssh/support/waitFor";

let directory: string;
let launcher: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "idle-"));
  launcher = buildPlugin(directory);
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true }));

/** A host on which there is nothing: its root answers as the agent does. */
function startEmptyHost(): Promise<TestServer> {
  return startServer({
    exec: (command, channel) => {
      const nonce = / sh '?([0-9a-f]{24})/.exec(command)?.[1];
      channel.write(`@${nonce} hello\n`);
      channel.once("data", () => {
        channel.write(`@${nonce} end outcome=observed step=preflight code=\n`);
        channel.exit(0);
        channel.end();
      });
    },
  });
}

/** The plugin as it is shipped, after it has read a resource of that host: nothing needs the login any more. */
async function pluginWithIdleLogin() {
  const server = await startEmptyHost();
  const plugin = spawn(launcher, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(plugin, "exit");
  onTestFinished(async () => {
    plugin.kill("SIGKILL");
    await exited;
  });
  const [port] = await once(createInterface(plugin.stdout), "line");
  const client = providerClient(Number(port));
  onTestFinished(() => client.close());
  const { hostKey } = server;
  const connection = { host: "127.0.0.1", port: server.port, user: "deploy", password: "x", hostKey };
  const request = new ReadRequest()
    .setUrn("urn:pulumi:dev::project::systemd:index:Service::web")
    .setId("web.service/5f2c")
    .setInputs(encodeProperties({ name: "web", connection, unit: { execStart: ["/bin/true"] } }))
    .setProperties(encodeProperties({}));
  const read = () => ask<ReadResponse>((done) => client.read(request, done));
  expect((await read()).getId()).toBe("");
  expect((await read()).getId()).toBe("");
  expect([server.logins(), server.open()]).toEqual([1, 1]);
  return { server, plugin, client, exited };
}

it("a login that no operation uses ends when the engine takes its leave, as it does after every command", async () => {
  const { server, client, plugin } = await pluginWithIdleLogin();
  await ask<Empty>((done) => client.cancel(new Empty(), done));
  await waitFor("nothing is open", () => server.open() === 0);
  expect(plugin.exitCode).toBeNull();
}, 60_000);

it.each(["SIGINT", "SIGTERM", "the engine's end"])(
  "and keeps nobody: %s ends the plugin",
  async (how) => {
    const { server, plugin, exited } = await pluginWithIdleLogin();
    if (how === "SIGINT" || how === "SIGTERM") plugin.kill(how);
    else plugin.stdin.end();
    expect(await exited).toEqual([0, null]);
    await waitFor("nothing is open", () => server.open() === 0);
  },
  60_000,
);
