import { describe, expect, it } from "vitest";
import { sealInputs, secretTexts } from "../../../../provider/resources/service/secretInputs";
import {
  Archive,
  Asset,
  Secret,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../../provider/resources/value";

const sealed = (connection: Value) => (sealInputs({ connection }) as { connection: Value }).connection;

describe("a connection", () => {
  it("has every credential marked secret, those of all jump hosts too, and nothing else", () => {
    const given: ValueMap = {
      host: "h",
      user: "deploy",
      port: 22,
      hostKey: "ssh-ed25519 AAAA",
      password: "P",
      privateKey: "K",
      privateKeyPassword: "KP",
      sudoPassword: "S",
      proxy: { host: "jump", privateKey: "JK", password: "JP", proxy: { host: "outer", password: "OP" } },
    };
    expect(sealed(given)).toEqual({
      host: "h",
      user: "deploy",
      port: 22,
      hostKey: "ssh-ed25519 AAAA",
      password: new Secret("P"),
      privateKey: new Secret("K"),
      privateKeyPassword: new Secret("KP"),
      sudoPassword: new Secret("S"),
      proxy: {
        host: "jump",
        privateKey: new Secret("JK"),
        password: new Secret("JP"),
        proxy: { host: "outer", password: new Secret("OP") },
      },
    });
  });

  it.each<[string, Value]>([
    ["is secret as a whole", new Secret({ host: "h", privateKey: "K" })],
    ["isn't known yet", Unknown.value],
    ["is no object at all", "deploy@h"],
    [
      "has a jump host that is secret as a whole",
      { host: "h", proxy: new Secret({ host: "j", password: "P" }) },
    ],
    ["has credentials that are secret already", { host: "h", privateKey: new Secret("K") }],
    ["has a credential that is null", { host: "h", password: null }],
  ])("that %s is left as it is", (_, given) => {
    expect(sealed(given)).toEqual(given);
  });

  it("whose credential isn't known yet has it secret all the same", () => {
    expect(sealed({ host: "h", privateKey: Unknown.value })).toEqual({
      host: "h",
      privateKey: new Secret(Unknown.value),
    });
  });

  it("may be missing, which is for others to tell", () => {
    expect(sealInputs({ name: "myapp" })).toEqual({ name: "myapp" });
  });
});

describe("the secrets of a service", () => {
  const sealedSecrets = (secrets: Value) => sealInputs({ secrets }).secrets;

  it("are marked one by one, so that a diff shows which of them changed", () => {
    const given: ValueMap = {
      apiKey: "A",
      marked: new Secret("M"),
      later: Unknown.value,
      wrong: ["W"],
      absent: null,
    };
    expect(sealedSecrets(given)).toEqual({
      apiKey: new Secret("A"),
      marked: new Secret("M"),
      later: new Secret(Unknown.value),
      wrong: new Secret(["W"]),
      absent: null,
    });
  });

  it.each<[string, Value, Value]>([
    ["are secret as a whole", new Secret({ apiKey: "A" }), new Secret({ apiKey: "A" })],
    ["aren't known yet", Unknown.value, Unknown.value],
    ["are no object at all", "hunter2", new Secret("hunter2")],
    ["are a list", ["hunter2"], new Secret(["hunter2"])],
  ])("that %s", (_, given, expected) => {
    expect(sealedSecrets(given)).toEqual(expected);
  });
});

describe("the secret texts of inputs", () => {
  it.each<[string, Value | undefined, string[]]>([
    ["none where nothing is marked", { a: "x", b: ["y"] }, []],
    ["a secret", { a: new Secret("S") }, ["S"]],
    ["everything below a secret", new Secret({ a: "S", b: ["T", { c: "U" }], port: 22 }), ["S", "T", "U"]],
    ["secrets in secrets", new Secret({ a: new Secret("S") }), ["S"]],
    ["no empty text, which is everywhere", new Secret(["", "S"]), ["S"]],
    [
      "nothing of what isn't known or absent",
      { a: new Secret(Unknown.value), b: null, c: new Secret(null) },
      [],
    ],
    ["nothing of assets", { source: new Archive("h", { assets: { a: new Asset("h", { text: "x" }) } }) }, []],
    ["nothing of nothing", undefined, []],
  ])("are %s", (_, value, expected) => {
    expect(secretTexts(value)).toEqual(expected);
  });
});
