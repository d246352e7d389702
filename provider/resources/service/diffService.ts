import { diffValues } from "../diffValues";
import type { Diff, PropertyDiff, State } from "../resource";
import type { ValueMap } from "../value";

/** A service elsewhere, or under another name, is another service. */
const REPLACING = ["connection.host", "name"];

function replacing(change: PropertyDiff): PropertyDiff {
  if (!REPLACING.includes(change.path)) return change;
  return { ...change, kind: `${change.kind.replace("-replace", "") as "add" | "delete" | "update"}-replace` };
}

function isReplacing(change: PropertyDiff): boolean {
  return change.kind.endsWith("-replace");
}

/**
 * What an update would change, from the inputs alone: nothing connects. `source` itself is not compared, for the engine's
 * hash of it knows no modes and no links; `release`, computed from it by Check, is. Drift that a refresh found counts as a
 * change of its own.
 */
export function diffService(old: State, news: ValueMap): Diff {
  const { source: _old, ...before } = old.inputs;
  const { source: _new, ...after } = news;
  const drift: PropertyDiff[] =
    old.outputs.drift === undefined ? [] : [{ path: "drift", kind: "delete", inInputs: false }];
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
