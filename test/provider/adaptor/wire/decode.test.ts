import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, it } from "vitest";
import { decodeProperties } from "../../../../provider/adaptor/wire/decode";
import { signatureKey, signatures, unknownSentinels } from "../../../../provider/adaptor/wire/sentinels";
import { Archive, Asset, Secret, Unknown } from "../../../../provider/resources/value";

const received = (properties: Record<string, JavaScriptValue>) =>
  decodeProperties(Struct.fromJavaScript(properties));
const signed = (signature: string, fields: Record<string, JavaScriptValue>) => ({
  [signatureKey]: signature,
  ...fields,
});

describe("what the engine sends", () => {
  it.each([...unknownSentinels])("unknown of any type: %s", (sentinel) => {
    expect(received({ port: sentinel, list: [sentinel] })).toStrictEqual({
      port: Unknown.value,
      list: [Unknown.value],
    });
  });

  it.each([
    ["known", { value: 8080 }, 8080],
    ["known and secret", { value: "hunter2", secret: true }, new Secret("hunter2")],
    ["unknown", {}, Unknown.value],
    ["unknown and secret", { secret: true }, new Secret(Unknown.value)],
    ["with dependencies", { value: true, secret: false, dependencies: ["urn:pulumi:a"] }, true],
    ["secret twice", { value: signed(signatures.secret, { value: "x" }), secret: true }, new Secret("x")],
  ])("an output value is unwrapped: %s", (_, fields, expected) => {
    expect(received({ property: signed(signatures.output, fields) })).toStrictEqual({ property: expected });
  });

  it("secrets keep their place, and are never wrapped twice", () => {
    const twice = signed(signatures.secret, { value: signed(signatures.secret, { value: "k" }) });
    expect(received({ connection: { hosts: [{ key: twice }], user: "deploy" } })).toStrictEqual({
      connection: { hosts: [{ key: new Secret("k") }], user: "deploy" },
    });
  });

  it("archives hold assets and archives", () => {
    const source = signed(signatures.archive, {
      hash: "a1",
      assets: {
        "app.py": signed(signatures.asset, { hash: "f1", text: "print()" }),
        lib: signed(signatures.archive, { assets: { "x.py": signed(signatures.asset, { path: "./x.py" }) } }),
      },
    });
    expect(received({ source })).toStrictEqual({
      source: new Archive("a1", {
        assets: {
          "app.py": new Asset("f1", { text: "print()" }),
          lib: new Archive(undefined, { assets: { "x.py": new Asset(undefined, { path: "./x.py" }) } }),
        },
      }),
    });
  });

  it("no struct at all has no properties", () => {
    expect(decodeProperties(undefined)).toStrictEqual({});
  });

  it("an unknown kind of value is refused, by its signature", () => {
    expect(() =>
      received({ a: { b: signed("5cf8f73096256a8f31e491e813e4eb8e", { urn: "urn:…" }) } }),
    ).toThrow(
      "the engine sent a kind of value this provider doesn't know (signature 5cf8f73096256a8f31e491e813e4eb8e)",
    );
  });

  it("an archive with something else in it is refused, by name", () => {
    const source = signed(signatures.archive, { assets: { "app.py": "print()" } });
    expect(() => received({ source })).toThrow(
      'an archive holds assets and archives; "app.py" in it is neither',
    );
  });

  it("a property called __proto__ pollutes nothing", () => {
    const properties = received(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'));
    expect(properties.constructor).toBe(1);
    expect("polluted" in properties).toBe(false);
    expect("polluted" in {}).toBe(false);
  });
});
