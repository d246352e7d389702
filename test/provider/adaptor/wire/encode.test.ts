import { describe, expect, it } from "vitest";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import { signatureKey, signatures, unknownSentinel } from "../../../../provider/adaptor/wire/sentinels";
import { Asset, Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";

const sent = (properties: ValueMap) => encodeProperties(properties).toJavaScript();

describe("what the engine is sent", () => {
  it("secrets are marked wherever they are, once", () => {
    expect(sent({ connection: [{ key: new Secret(new Secret("k")) }] })).toEqual({
      connection: [{ key: { [signatureKey]: signatures.secret, value: "k" } }],
    });
  });

  it("unknowns are the sentinel", () => {
    expect(sent({ readyAfter: Unknown.value })).toEqual({ readyAfter: unknownSentinel });
  });

  it("an asset known by its hash alone stays so: the engine puts the content back", () => {
    expect(sent({ source: new Asset("f1", {}) })).toEqual({
      source: { [signatureKey]: signatures.asset, hash: "f1" },
    });
  });

  it.each([
    ["a key that would make it something else", { a: { [signatureKey]: "x" } }, `called ${signatureKey}`],
    ["__proto__", JSON.parse('{"a": {"__proto__": 1}}') as ValueMap, "called __proto__"],
    ["a text that would be an unknown", { a: [unknownSentinel] }, "a value that isn't known yet"],
    ["what is no value", { a: undefined } as unknown as ValueMap, "undefined is not a property value"],
  ])("refuses %s", (_, properties, message) => {
    expect(() => sent(properties)).toThrow(message);
  });
});
