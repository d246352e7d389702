import { unitPath } from "../service/serviceOutputs";
import { Secret, Unknown, type ValueMap } from "../value";
import { type HostRecord, textOf } from "./hostRecord";
import { fieldsOf, memberInputs } from "./member";

export interface FleetNow {
  readonly unit: string;
  readonly records: ReadonlyMap<string, HostRecord>;
  /** Each with the `name` of its host. */
  readonly leftBehind: readonly HostRecord[];
}

/** The outputs tell what runs on each host, whatever was asked for. */
export function fleetOutputs({ unit, records, leftBehind }: FleetNow): ValueMap {
  const ready = [...records.values()].filter(
    ({ outcome, status }) =>
      ["updated", "current"].includes(textOf(outcome)) && textOf(status).startsWith("active "),
  );
  return {
    unitPath: unitPath(unit),
    readyHosts: ready.length,
    hosts: Object.fromEntries(records),
    ...(leftBehind.length > 0 && { leftBehind: [...leftBehind] }),
  };
}

/**
 * After a failed update the engine keeps the old inputs. A host whose place they don't know takes its connection along in
 * the outputs, so that it can still be read and removed.
 */
export function withReach(
  record: HostRecord,
  wanted: ValueMap,
  stateInputs: ValueMap,
  name: string,
): HostRecord {
  const known = fieldsOf(memberInputs(stateInputs, name).connection).host;
  if (known === record.address || record.reach !== undefined) return record;
  return { ...record, reach: new Secret(fieldsOf(memberInputs(wanted, name).connection)) };
}

/** Before an operation that touches hosts: what they will say is not known. */
export function plannedFleetOutputs(unit: string, old: ValueMap | undefined, isTouching: boolean): ValueMap {
  if (old !== undefined && !isTouching) return old;
  return { unitPath: unitPath(unit), readyHosts: Unknown.value, hosts: Unknown.value };
}
