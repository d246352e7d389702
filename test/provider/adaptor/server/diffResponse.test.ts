import { DiffResponse, PropertyDiff as Wire } from "@pulumi/pulumi/proto/provider_pb";
import { describe, expect, it } from "vitest";
import { diffResponse } from "../../../../provider/adaptor/server/diffResponse";
import type { Diff, PropertyDiff } from "../../../../provider/resources/resource";

const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
const diff = (changes: PropertyDiff[], replaces: string[] = [], deleteBeforeReplace = false): Diff => ({
  changes,
  replaces,
  deleteBeforeReplace,
});
const update = (path: string): PropertyDiff => ({ path, kind: "update", inInputs: true });

describe("a diff as the engine reads it", () => {
  it("nothing changed", () => {
    const response = diffResponse(diff([]), []);
    expect(response.getChanges()).toBe(DIFF_NONE);
    expect(response.getHasdetaileddiff()).toBe(true);
  });

  it.each([
    ["add", Wire.Kind.ADD],
    ["add-replace", Wire.Kind.ADD_REPLACE],
    ["delete", Wire.Kind.DELETE],
    ["delete-replace", Wire.Kind.DELETE_REPLACE],
    ["update", Wire.Kind.UPDATE],
    ["update-replace", Wire.Kind.UPDATE_REPLACE],
  ] as const)("%s", (kind, expected) => {
    const response = diffResponse(diff([{ path: "a", kind, inInputs: false }]), []);
    expect(response.getChanges()).toBe(DIFF_SOME);
    expect(response.getDetaileddiffMap().get("a")?.toObject()).toEqual({ kind: expected, inputdiff: false });
  });

  it("every path in detail, top-level properties once", () => {
    const response = diffResponse(
      diff([update('files["app.py"]'), update('files["b"]'), update("unit")]),
      [],
    );
    expect(response.getDetaileddiffMap().getLength()).toBe(3);
    expect(response.getDetaileddiffMap().get('files["app.py"]')?.getInputdiff()).toBe(true);
    expect(response.getDiffsList()).toEqual(["files", "unit"]);
  });

  it("a replacement, and in which order", () => {
    const change: PropertyDiff = { path: "connection.host", kind: "update-replace", inInputs: true };
    const response = diffResponse(diff([change], ["connection"], true), []);
    expect(response.getReplacesList()).toEqual(["connection"]);
    expect(response.getDeletebeforereplace()).toBe(true);
  });

  it("a replacement of which no change is named is a change", () => {
    expect(diffResponse(diff([], ["name"]), []).getChanges()).toBe(DIFF_SOME);
  });

  it.each<[string, string[], string[]]>([
    ["one path", ["drift"], ['files["app.py"]']],
    ["what lies within it", ["files"], ["drift"]],
    ["an exact path", ['files["app.py"]'], ["drift"]],
    ["any key", ["files[*]"], ["drift"]],
    ["not what only begins alike", ["dri", 'files["app"]', "files.app"], ["drift", 'files["app.py"]']],
    ["everything", ["drift", "files"], []],
  ])("ignoreChanges leaves out %s", (_, ignoreChanges, left) => {
    const all = diff([update("drift"), update('files["app.py"]')]);
    const response = diffResponse(all, ignoreChanges);
    expect(
      response
        .getDetaileddiffMap()
        .toArray()
        .map(([path]) => path),
    ).toEqual(left);
    expect(response.getChanges()).toBe(left.length > 0 ? DIFF_SOME : DIFF_NONE);
  });

  it("ignoreChanges takes a replacement back only with all of its changes", () => {
    const change = (path: string): PropertyDiff => ({ path, kind: "update-replace", inInputs: true });
    const all = diff([change("connection.host"), change("connection.port")], ["connection"]);
    expect(diffResponse(all, ["connection.port"]).getReplacesList()).toEqual(["connection"]);
    expect(diffResponse(all, ["connection"]).getReplacesList()).toEqual([]);
    expect(diffResponse(all, ["connection"]).getChanges()).toBe(DIFF_NONE);
  });
});
