import { describe, expect, it } from "vitest";
import type { State } from "../../../../provider/resources/resource";
import { diffService, restarts } from "../../../../provider/resources/service/diffService";
import { Archive, Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";

const inputs: ValueMap = {
  name: "myapp",
  connection: { host: "203.0.113.7", user: "deploy", privateKey: new Secret("K") },
  source: new Archive("h1", { path: "./app" }),
  unit: { execStart: ["python3", "app.py"] },
  release: { digest: "d1", files: { "app.py": "sha256:1" }, unit: "[Service]\n" },
};
const state: State = { id: "myapp.service/5f2c", inputs, outputs: { status: "active (running)" } };
const connection = (change: ValueMap): ValueMap => ({
  ...inputs,
  connection: { ...(inputs.connection as ValueMap), ...change },
});

describe("what an update would change", () => {
  it.each<[string, ValueMap, string[]]>([
    ["nothing", inputs, []],
    [
      "nothing for a source that the engine hashes differently",
      { ...inputs, source: new Archive("h2", { path: "./app" }) },
      [],
    ],
    ["nothing for leave to adopt", { ...inputs, adopt: true }, []],
    ["nothing for a key that was marked secret", connection({ privateKey: "K" }), []],
    ["another key", connection({ privateKey: new Secret("L") }), ["update connection.privateKey"]],
    [
      "another user, and a port",
      connection({ user: "root", port: 2222 }),
      ["add connection.port", "update connection.user"],
    ],
    [
      "files and unit lines, as paths of the release",
      { ...inputs, release: { digest: "d2", files: { "lib/b.py": "sha256:2" }, unit: "[Unit]\n" } },
      [
        "update release.digest",
        'delete release.files["app.py"]',
        'add release.files["lib/b.py"]',
        "update release.unit",
      ],
    ],
    ["a release that isn't known yet", { ...inputs, release: Unknown.value }, ["update release"]],
    ["another host: a replacement", connection({ host: "203.0.113.8" }), ["update-replace connection.host"]],
    [
      "a host that isn't known yet: a replacement",
      connection({ host: Unknown.value }),
      ["update-replace connection.host"],
    ],
    ["another name: a replacement", { ...inputs, name: "other" }, ["update-replace name"]],
  ])("is %s", (_, news, expected) => {
    const { changes } = diffService(state, news);
    expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
    expect(changes.every(({ inInputs }) => inInputs)).toBe(true);
  });

  it("is drift that a refresh found, as an output that goes", () => {
    const drifted = { ...state, outputs: { ...state.outputs, drift: ["myapp.service is masked."] } };
    expect(diffService(drifted, inputs).changes).toEqual([
      { path: "drift", kind: "delete", inInputs: false },
    ]);
  });
});

describe("a replacement", () => {
  it("by another host makes the new service before the old one goes", () => {
    expect(diffService(state, connection({ host: "203.0.113.8" }))).toMatchObject({
      replaces: ["connection"],
      deleteBeforeReplace: false,
    });
  });

  it("by another name on the same host removes the old one first: both would want the same ports", () => {
    expect(diffService(state, { ...inputs, name: "other" })).toMatchObject({
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
  });

  it("is none for anything else", () => {
    expect(diffService(state, connection({ user: "root" }))).toMatchObject({
      replaces: [],
      deleteBeforeReplace: false,
    });
  });
});

describe("an update", () => {
  it.each<[string, State, ValueMap, boolean]>([
    ["leaves the process alone when nothing that runs changed", state, connection({ user: "root" }), false],
    ["restarts for another release", state, { ...inputs, release: { digest: "d2" } }, true],
    ["may restart for a release that isn't known yet", state, { ...inputs, release: Unknown.value }, true],
    ["may restart to repair drift", { ...state, outputs: { ...state.outputs, drift: ["…"] } }, inputs, true],
    ["starts what was down", { ...state, outputs: { status: "failed (failed)" } }, inputs, true],
    ["may start what was lost from sight", { ...state, outputs: { status: "unknown" } }, inputs, true],
    [
      "leaves the process alone when its release only became secret",
      state,
      { ...inputs, release: new Secret(inputs.release ?? null) },
      false,
    ],
  ])("%s", (_, old, news, expected) => {
    expect(restarts(old, news)).toBe(expected);
  });
});
