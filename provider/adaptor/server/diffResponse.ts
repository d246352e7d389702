import { DiffResponse, PropertyDiff as WirePropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Diff, PropertyDiff } from "../../resources/resource";
import { covers, parsePropertyPath } from "./propertyPath";

const wireKinds = {
  add: WirePropertyDiff.Kind.ADD,
  "add-replace": WirePropertyDiff.Kind.ADD_REPLACE,
  delete: WirePropertyDiff.Kind.DELETE,
  "delete-replace": WirePropertyDiff.Kind.DELETE_REPLACE,
  update: WirePropertyDiff.Kind.UPDATE,
  "update-replace": WirePropertyDiff.Kind.UPDATE_REPLACE,
} as const satisfies Record<PropertyDiff["kind"], WirePropertyDiff.Kind>;

/** `diff` without what the user said to ignore, as the engine reads it. */
export function diffResponse(diff: Diff, ignoreChanges: readonly string[]): DiffResponse {
  const { changes, replaces } = withoutIgnored(diff, ignoreChanges);
  const response = new DiffResponse()
    .setChanges(
      changes.length + replaces.length > 0
        ? DiffResponse.DiffChanges.DIFF_SOME
        : DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setDiffsList([...new Set(changes.map(({ path }) => topLevel(path)))])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(diff.deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const { path, kind, inInputs } of changes) {
    response
      .getDetaileddiffMap()
      .set(path, new WirePropertyDiff().setKind(wireKinds[kind]).setInputdiff(inInputs));
  }
  return response;
}

/**
 * The engine puts the old value of ignored properties into the inputs before Check, but doesn't know what Check computes
 * from others, nor what Read found. A replacement stays for as long as one of its changes does.
 */
function withoutIgnored(diff: Diff, ignoreChanges: readonly string[]): Pick<Diff, "changes" | "replaces"> {
  const isIgnored = ({ path }: PropertyDiff) => ignoreChanges.some((pattern) => covers(pattern, path));
  const changes = diff.changes.filter((change) => !isIgnored(change));
  const causes = (of: readonly PropertyDiff[], property: string) =>
    of.some(({ path }) => topLevel(path) === property);
  const replaces = diff.replaces.filter(
    (property) => causes(changes, property) || !causes(diff.changes, property),
  );
  return { changes, replaces };
}

function topLevel(path: string): string {
  return parsePropertyPath(path)?.[0] ?? path;
}
