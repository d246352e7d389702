import {
  CheckRequest,
  type CheckResponse,
  DiffRequest,
  type DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeProperties } from "../../../../provider/adaptor/wire/decode";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import type { Resource } from "../../../../provider/resources/resource";
import { Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";
import { ask, type ServedResource, serve, urn } from "../fakeEngine";

let served: ServedResource;
afterEach(() => served.close());

const check = async (resource: Partial<Resource>, news: ValueMap, olds: ValueMap = {}, of = urn) => {
  served = await serve(resource);
  const request = new CheckRequest()
    .setUrn(of)
    .setOlds(encodeProperties(olds))
    .setNews(encodeProperties(news));
  return ask<CheckResponse>((done) => served.client.check(request, done));
};

describe("check", () => {
  it("hands over secrets and unknowns, and sends computed inputs back with theirs", async () => {
    const inputs = { key: new Secret("k"), host: Unknown.value, nested: { key: new Secret("k") } };
    let seen: unknown;
    const response = await check(
      {
        check: async (news, olds, of) => {
          seen = { news, olds, of };
          return { inputs: { ...news, unitText: new Secret(Unknown.value) }, problems: [] };
        },
      },
      inputs,
      { key: new Secret("old") },
    );
    expect(seen).toEqual({ news: inputs, olds: { key: new Secret("old") }, of: urn });
    expect(decodeProperties(response.getInputs())).toEqual({
      ...inputs,
      unitText: new Secret(Unknown.value),
    });
  });

  it("of a new resource has no olds", async () => {
    let seen: unknown = "not called";
    await check(
      {
        check: async (news, olds) => {
          seen = olds;
          return { inputs: news, problems: [] };
        },
      },
      { a: 1 },
    );
    expect(seen).toBeUndefined();
  });

  it.each([
    ["hands over the engine's seed", Uint8Array.of(1, 2, 255), Uint8Array.of(1, 2, 255)],
    ["has none from an engine that sends none", new Uint8Array(), undefined],
  ])("%s", async (_name, sent, received) => {
    let seen: unknown = "not called";
    served = await serve({
      check: async (news, _olds, _urn, seed) => {
        seen = seed;
        return { inputs: news, problems: [] };
      },
    });
    const request = new CheckRequest().setUrn(urn).setRandomseed(sent);
    await ask<CheckResponse>((done) => served.client.check(request, done));
    expect(seen).toEqual(received);
  });

  it("names every problem in its reason, and no property: of that the engine would print the value", async () => {
    const problems = [
      { path: "unit.execStart[0]", reason: "is empty" },
      { path: "", reason: "nothing at all" },
    ];
    const response = await check({ check: async (news) => ({ inputs: news, problems }) }, { unit: "secret" });
    expect(response.getFailuresList().map((failure) => failure.toObject())).toEqual([
      { property: "", reason: "unit.execStart[0]: is empty" },
      { property: "", reason: "nothing at all" },
    ]);
  });

  it("says which types there are when asked for another", async () => {
    await expect(check({}, {}, {}, "urn:pulumi:dev::p::systemd:index:Servise::web")).rejects.toMatchObject({
      details: "the systemd provider has no resource type systemd:index:Servise; it has systemd:test:Box",
    });
  });

  it("that trips over its own feet says so, without a stack", async () => {
    const broken = async () => {
      throw new TypeError("Cannot read properties of undefined (reading 'execStart')");
    };
    const stderr = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await expect(check({ check: broken }, {})).rejects.toMatchObject({
      details:
        "this is a bug of the systemd provider, please report it (with the output of --debug): " +
        "TypeError: Cannot read properties of undefined (reading 'execStart')",
    });
    expect(stderr).toHaveBeenCalledWith(expect.any(TypeError));
    stderr.mockRestore();
  });
});

describe("diff", () => {
  it("compares the state with the new inputs", async () => {
    let seen: unknown;
    served = await serve({
      diff: (old, news) => {
        seen = { old, news };
        return {
          changes: [{ path: "port", kind: "update", inInputs: true }],
          replaces: [],
          deleteBeforeReplace: false,
        };
      },
    });
    const request = new DiffRequest()
      .setUrn(urn)
      .setId("box-1")
      .setOldInputs(encodeProperties({ port: 1 }))
      .setOlds(encodeProperties({ port: 1, status: "active" }))
      .setNews(encodeProperties({ port: Unknown.value }));
    const response = await ask<DiffResponse>((done) => served.client.diff(request, done));
    expect(seen).toEqual({
      old: { id: "box-1", inputs: { port: 1 }, outputs: { port: 1, status: "active" } },
      news: { port: Unknown.value },
    });
    expect(response.getDiffsList()).toEqual(["port"]);
  });
});
