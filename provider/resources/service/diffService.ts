import { diffValues } from "../diffValues";
import type { Diff, PropertyDiff, State } from "../resource";
import type { ValueMap } from "../value";

/** A service elsewhere, or under another name, is another service. */
const REPLACING = ["connection.host", "name"];

/** Outputs of a refresh that an update repairs. */
const DRIFT = ["drift", "toSetAside"];

function replacing(change: PropertyDiff): PropertyDiff {
  if (!REPLACING.includes(change.path)) return change;
  return { ...change, kind: `${change.kind.replace("-replace", "") as "add" | "delete" | "update"}-replace` };
}

function isReplacing(change: PropertyDiff): boolean {
  return change.kind.endsWith("-replace");
}

/**
 * The inputs that an update is about. Not `source` itself, for the engine's hash of it knows no modes and no links;
 * `release`, computed from it by Check, is. Not `adopt`, which is leave to do something and nothing to be done.
 */
function lasting({ source: _source, adopt: _adopt, ...inputs }: ValueMap): ValueMap {
  return inputs;
}

/**
 * What an update would change, from the inputs alone: nothing connects. Drift that a refresh found counts as a change of
 * its own.
 */
export function diffService(old: State, news: ValueMap): Diff {
  const before = lasting(old.inputs);
  const after = lasting(news);
  const drift = DRIFT.filter((path) => old.outputs[path] !== undefined).map(
    (path): PropertyDiff => ({ path, kind: "delete", inInputs: false }),
  );
  const changes = [...diffValues(before, after, "").map(replacing), ...drift];
  const replaces = changes.filter(isReplacing);
  return {
    changes,
    replaces: [...new Set(replaces.map(({ path }) => path.split(".")[0] ?? path))],
    // Under a new name on the same host, old and new would want the same ports and the same `directory`.
    deleteBeforeReplace: replaces.some(({ path }) => path === "name"),
  };
}

/** Whether an update will touch what runs, as far as the state and the inputs tell. */
export function restarts(old: State, news: ValueMap): boolean {
  const { drift, status } = old.outputs;
  const wasUp = typeof status === "string" && status.startsWith("active ");
  return !wasUp || drift !== undefined || diffValues(old.inputs.release, news.release, "release").length > 0;
}
