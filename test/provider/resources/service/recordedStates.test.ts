import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, it } from "vitest";
import { decodeState } from "../../../../provider/adaptor/wire/decode";
import type { State } from "../../../../provider/resources/resource";
import { serviceResource } from "../../../../provider/resources/service/service";
import { Archive, Secret, type ValueMap } from "../../../../provider/resources/value";
import { recordedDirectory } from "../../../../tools/record/programDirectory";

const service = serviceResource();
const versions = readdirSync(recordedDirectory()).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

interface Exported {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly type: string;
      readonly id: string;
      readonly inputs: Record<string, never>;
      readonly outputs: Record<string, never>;
    }[];
  };
}

/** The service of a record as the engine would hand it over, but for what its secrets say. */
function recorded(version: string): State & { readonly urn: string } {
  const text = readFileSync(join(recordedDirectory(), version, "state.json"), "utf8");
  const { deployment } = JSON.parse(text.replace(/"ciphertext": "[^"]*"/g, '"value": "KEY"')) as Exported;
  const found = deployment.resources.find(({ type }) => type === service.type);
  if (!found) throw new Error(`there is no service in the record of ${version}`);
  const [inputs, outputs] = [found.inputs, found.outputs].map((properties) =>
    Struct.fromJavaScript(properties),
  );
  return { ...decodeState(found.id, inputs, outputs), urn: found.urn };
}

/** What the recorded program asks for, which is what the state has without what Check had worked out. */
function asked({ inputs: { release: _, ...inputs } }: State): ValueMap {
  return { ...inputs, source: new Archive(undefined, { path: join(recordedDirectory(), "program", "app") }) };
}

describe.each(versions)("a state written by %s", (version) => {
  const state = recorded(version);
  const changes = async (news: ValueMap) => {
    const { inputs, problems } = await service.check(news, state.inputs, state.urn);
    expect(problems).toEqual([]);
    return service.diff(state, inputs);
  };

  it("is read, secrets and all", () => {
    expect(state.id).toMatch(/^myapp_notify\.service\/[0-9a-f]{24}$/);
    expect(state.inputs.connection).toMatchObject({ user: "deploy", privateKey: new Secret("KEY") });
    expect(state.outputs).toMatchObject({ status: "active (running)", systemdVersion: "252" });
  });

  // A new default is another edition (render/defaults.ts): it comes with a release that changes anyway.
  it("sees no change in what it was made of: no default of this version restarts it", async () => {
    expect(await changes(asked(state))).toEqual({ changes: [], replaces: [], deleteBeforeReplace: false });
  });

  it("is shown what changes, and nothing else, when something does", async () => {
    const unit = { ...(asked(state).unit as ValueMap), watchdog: "20s" };
    const { changes: shown, replaces } = await changes({ ...asked(state), unit });
    const changed = shown.map(({ kind, path }) => `${kind} ${path}`);
    expect(changed.filter((change) => !change.endsWith(" release.defaults"))).toEqual([
      "update release.digest",
      "update release.unit",
      "update unit.watchdog",
    ]);
    expect(replaces).toEqual([]);
  });
});
