import { deepStrictEqual } from "node:assert";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, it } from "vitest";
import { decodeProperties } from "../../../../provider/adaptor/wire/decode";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import { emptyTextHash, unknownSentinels } from "../../../../provider/adaptor/wire/sentinels";
import {
  Archive,
  Asset,
  Secret,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../../provider/resources/value";

const overTheWire = (properties: ValueMap) =>
  decodeProperties(Struct.deserializeBinary(encodeProperties(properties).serializeBinary()));

const text = fc.string({ unit: "grapheme" }).filter((string) => !unknownSentinels.has(string));
const filled = fc.string({ unit: "grapheme", minLength: 1 }).filter((string) => string !== "__proto__");
const hash = fc.option(filled, { nil: undefined });
const name = fc.oneof(
  filled,
  fc.constantFrom("", "constructor", "toString", "value", "secret", "a.b", '["a"]'),
);
const named = <T>(values: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(fc.tuple(name, values), { selector: ([key]) => key, maxLength: 6 })
    .map(Object.fromEntries<T>);

const asset = fc
  .tuple(hash, fc.constantFrom("path", "text", "uri"), filled)
  .map(([sum, kind, from]) => new Asset(sum, { [kind]: from }));
const archiveByName = fc
  .tuple(hash, fc.constantFrom("path", "uri"), filled)
  .map(([sum, kind, from]) => new Archive(sum, { [kind]: from }));

const tree = fc.letrec<{ assets: Archive; value: Value }>((tie) => ({
  assets: fc
    .tuple(hash, named(fc.oneof({ depthSize: "small" }, asset, archiveByName, tie("assets"))))
    .map(([sum, assets]) => new Archive(sum, { assets })),
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<Value>(null, true, false, Unknown.value),
    fc.double({ noNaN: true }).map((number) => number + 0),
    text,
    asset,
    archiveByName,
    tie("assets"),
    fc.array(tie("value"), { maxLength: 5 }),
    named(tie("value")),
    tie("value").map((content) => (content instanceof Secret ? content : new Secret(content))),
  ),
}));

describe("values over the wire", () => {
  it("arrive as they were sent", () => {
    fc.assert(
      fc.property(named(tree.value), (properties) => {
        deepStrictEqual(overTheWire(properties), properties);
      }),
      { numRuns: 400 },
    );
  });

  it("may be nested deeply", () => {
    let deep: Value = new Secret("bottom");
    for (let level = 0; level < 500; level++) deep = level % 2 ? [deep] : { level: deep };
    deepStrictEqual(overTheWire({ deep }), { deep });
  });

  it("tell an empty text asset from one whose content was left out", () => {
    const properties = {
      empty: new Asset(emptyTextHash, { text: "" }),
      elided: new Asset("5891b5b522d5df", {}),
    };
    expect(overTheWire(properties)).toStrictEqual(properties);
  });

  it("carry the halves of a cut emoji as U+FFFD: else the engine would refuse the whole message", () => {
    const cut = "😀".slice(0, 1);
    expect(overTheWire({ [`${cut}k`]: `a${cut}b`, whole: "😀" })).toStrictEqual({
      "\uFFFDk": "a\uFFFDb",
      whole: "😀",
    });
  });
});
