import { status } from "@grpc/grpc-js";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CallRequest,
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  ConstructRequest,
  CreateRequest,
  DiffRequest,
  DiffResponse,
  GetSchemaRequest,
  type GetSchemaResponse,
  InvokeRequest,
  ProviderHandshakeRequest,
  type ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import { ask, type ServedResource, serve, startEngine, urn } from "../fakeEngine";

let served: ServedResource;
beforeAll(async () => {
  served = await serve({
    create: async (_, __, operation) => {
      operation.progress("hello");
      return { id: "box-1", outputs: {} };
    },
  });
});
afterAll(() => served.close());

describe("the provider introduces itself", () => {
  it("with what it understands", async () => {
    const request = new ProviderHandshakeRequest().setEngineAddress(served.address);
    const response = await ask<ProviderHandshakeResponse>((done) => served.client.handshake(request, done));
    expect(response.toObject()).toMatchObject({
      acceptSecrets: true,
      acceptOutputs: true,
      acceptResources: false,
    });
  });

  it("also to an engine that doesn't know Handshake", async () => {
    const response = await ask<ConfigureResponse>((done) =>
      served.client.configure(new ConfigureRequest(), done),
    );
    expect(response.toObject()).toMatchObject({
      acceptsecrets: true,
      acceptoutputs: true,
      acceptresources: false,
      supportspreview: true,
    });
  });

  it("with its version", async () => {
    const response = await ask<PluginInfo>((done) => served.client.getPluginInfo(new Empty(), done));
    expect(response.getVersion()).toBe("1.2.3");
  });

  it("with a schema that promises nothing", async () => {
    const response = await ask<GetSchemaResponse>((done) =>
      served.client.getSchema(new GetSchemaRequest(), done),
    );
    const schema = JSON.parse(response.getSchema());
    expect(schema).toMatchObject({ name: "systemd", version: "1.2.3" });
    expect(schema).not.toHaveProperty("resources");
  });

  it("takes any configuration as it is, and never asks for a replacement of the provider", async () => {
    const news = encodeProperties({ version: "1.2.3" });
    const checked = await ask<CheckResponse>((done) =>
      served.client.checkConfig(new CheckRequest().setNews(news), done),
    );
    expect(checked.getInputs()?.toJavaScript()).toEqual({ version: "1.2.3" });
    expect(checked.getFailuresList()).toEqual([]);
    const diff = await ask<DiffResponse>((done) =>
      served.client.diffConfig(new DiffRequest().setOldInputs(new Struct()).setNews(news), done),
    );
    expect(diff.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_UNKNOWN);
    expect(diff.getReplacesList()).toEqual([]);
  });

  it.each(["attach", "handshake"] as const)("and logs to the engine that called last, by %s", async (how) => {
    const second = await startEngine();
    try {
      if (how === "attach") {
        const request = new PluginAttach().setAddress(second.address);
        await ask<Empty>((done) => served.client.attach(request, done));
      } else {
        const request = new ProviderHandshakeRequest().setEngineAddress(second.address);
        await ask<ProviderHandshakeResponse>((done) => served.client.handshake(request, done));
      }
      const create = new CreateRequest().setUrn(urn).setProperties(new Struct());
      await ask((done) => served.client.create(create, done));
      expect(second.log.map(({ message }) => message)).toEqual(["hello"]);
    } finally {
      second.close();
    }
  });
});

describe("what the provider doesn't have", () => {
  const refused = (why: string) => expect.objectContaining({ code: status.UNIMPLEMENTED, details: why });

  it("functions", async () => {
    const request = new InvokeRequest().setTok("systemd:index:getUnit");
    await expect(ask((done) => served.client.invoke(request, done))).rejects.toEqual(
      refused("the systemd provider has no functions, so there is no systemd:index:getUnit"),
    );
  });

  it("methods", async () => {
    const request = new CallRequest().setTok("systemd:index:Service/restart");
    await expect(ask((done) => served.client.call(request, done))).rejects.toEqual(
      refused("the systemd provider has no methods, so there is no systemd:index:Service/restart"),
    );
  });

  it("components, which are in the npm package", async () => {
    const request = new ConstructRequest().setType("systemd:index:NotifyService");
    await expect(ask((done) => served.client.construct(request, done))).rejects.toEqual(
      refused(
        "the systemd provider has no components, so there is no systemd:index:NotifyService; import NotifyService from the npm package pulumi-systemd",
      ),
    );
  });

  it("schemas of other versions", async () => {
    const request = new GetSchemaRequest().setVersion(1);
    await expect(ask((done) => served.client.getSchema(request, done))).rejects.toMatchObject({
      details: "there is no schema of version 1, only of version 0",
    });
  });
});
