import { describe, expect, it } from "vitest";
import { diffValues } from "../../../provider/resources/diffValues";
import { Asset, Secret, Unknown, type Value } from "../../../provider/resources/value";

const text = (hash: string) => new Asset(hash, { text: "" });

describe("the difference of two values", () => {
  it.each<[string, Value, Value, string[]]>([
    ["none", { a: [1, { b: "x" }] }, { a: [1, { b: "x" }] }, []],
    ["a deep update", { a: [1, { b: "x" }] }, { a: [1, { b: "y" }] }, ["update p.a[1].b"]],
    ["an added element", ["x"], ["x", "y"], ["add p[1]"]],
    ["a removed key that is no name", { "a b.py": "1" }, {}, ['delete p["a b.py"]']],
    ["another kind of value", { a: 1 }, { a: [1] }, ["update p.a"]],
    ["a value that became secret", "x", new Secret("x"), []],
    ["a secret that changed", new Secret("x"), new Secret("y"), ["update p"]],
    ["what isn't known yet", { a: "x" }, { a: Unknown.value }, ["update p.a"]],
    ["assets by their hash", text("1"), text("1"), []],
    ["an asset that changed", text("1"), text("2"), ["update p"]],
  ])("is %s", (_, old, now, expected) => {
    expect(diffValues(old, now, "p").map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
  });
});
