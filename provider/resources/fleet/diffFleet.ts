import { elementPath } from "../../systemd/propertyPath";
import { diffValues } from "../diffValues";
import type { Diff, PropertyDiff, State } from "../resource";
import type { ValueMap } from "../value";
import { leftBehindOf, recordsOf } from "./hostRecord";
import { hostNames, memberInputs } from "./member";
import { whyTouch } from "./whyTouch";

/**
 * The inputs that an update is about. Not `source` (its release is), not `adopt` and `retire`, which are leave to do
 * something, and not by what rules a rollout would go, or what its secrets' versions are named with.
 */
function lasting(inputs: ValueMap): ValueMap {
  const { source: _1, adopt: _2, retire: _3, rollout: _4, report: _5, credentialsKey: _6, ...rest } = inputs;
  return rest;
}

/** What an update would change, from inputs and state alone: nothing connects. */
export function diffFleet(old: State, news: ValueMap): Diff {
  const inputs = diffValues(lasting(old.inputs), lasting(news), "").map(
    (change): PropertyDiff =>
      change.path === "name" ? { ...change, kind: `${change.kind as "update"}-replace` } : change,
  );
  const changes = [...inputs, ...hostChanges(old, news)];
  const isRenamed = inputs.some(({ path }) => path === "name");
  // Old and new would want the same ports and the same `directory`.
  return { changes, replaces: isRenamed ? ["name"] : [], deleteBeforeReplace: isRenamed };
}

/** Hosts that are not as they should be, though nobody changed the program. */
function hostChanges({ outputs }: State, news: ValueMap): PropertyDiff[] {
  const records = recordsOf(outputs);
  const names = new Set(hostNames(news));
  const unfinished = [...names].flatMap((name): PropertyDiff[] => {
    const field = whyTouch(records.get(name), memberInputs(news, name))?.field;
    if (field === undefined) return [];
    const kind = field === "drift" || field === "toSetAside" ? "delete" : "update";
    return [{ path: `${elementPath("hosts", name)}.${field}`, kind, inInputs: false }];
  });
  const toRemove = [...records.keys()].filter((name) => !names.has(name));
  return [
    ...unfinished,
    ...toRemove.map(
      (name): PropertyDiff => ({ path: elementPath("hosts", name), kind: "delete", inInputs: false }),
    ),
    ...(leftBehindOf(outputs).length > 0
      ? [{ path: "leftBehind", kind: "delete", inInputs: false } as const]
      : []),
  ];
}
