import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { CheckRequest, type CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPlugin } from "./adaptor/builtPlugin";
import { ask, providerClient } from "./adaptor/fakeEngine";

/** What the SDK's root loads and its stubs don't, a second and more of start-up; and what only a connection needs. */
const unwanted =
  /@pulumi\/pulumi\/(index|runtime\/|automation\/|provider\/|resource|output)|node_modules\/ssh2\//;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "main-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("the provider's plugin", () => {
  it("serves systemd:index:Service, without loading Pulumi's SDK, or SSH before it connects", async () => {
    const launcher = buildPlugin(directory);
    const probe = join(directory, "probe.cjs");
    const loaded = join(directory, "loaded");
    writeFileSync(
      probe,
      `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(loaded)}, Object.keys(require.cache).join("\\n")));`,
    );
    const plugin = spawn(launcher, ["127.0.0.1:1"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: `--require=${probe}` },
    });
    try {
      const [port] = await once(createInterface(plugin.stdout), "line");
      const client = providerClient(Number(port));
      const info = await ask<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
      const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
      expect(info.getVersion()).toBe(version);

      const urn = "urn:pulumi:dev::project::systemd:index:Service::web";
      const request = new CheckRequest().setUrn(urn).setNews(new Struct());
      const checked = await ask<CheckResponse>((done) => client.check(request, done));
      const reasons = checked.getFailuresList().map((failure) => failure.getReason());
      expect(reasons).toContainEqual(expect.stringMatching(/^connection: /));
      expect(reasons).toContainEqual(expect.stringMatching(/^unit: /));
      client.close();

      plugin.kill("SIGINT");
      expect(await once(plugin, "exit")).toEqual([0, null]);
      const modules = readFileSync(loaded, "utf8").split("\n");
      expect(modules.some((module) => module.endsWith("proto/provider_pb.js"))).toBe(true);
      expect(modules.filter((module) => unwanted.test(module))).toEqual([]);
    } finally {
      plugin.kill("SIGKILL");
    }
  }, 60_000);
});
