import { normalizeUnitName } from "../../systemd/unitName";
import type { State } from "../resource";
import { parseServiceId, serviceId } from "../service/serviceId";
import type { ValueMap } from "../value";
import {
  deployedOf,
  type HostRecord,
  isTouched,
  leftBehindOf,
  memberState,
  newRecord,
  recordsOf,
  settingsHash,
  textOf,
  withFound,
} from "./hostRecord";
import { fieldsOf, hostNames, memberInputs } from "./member";
import { whyTouch } from "./whyTouch";

/** A host of the fleet as a rollout finds it, and what becomes of it. */
export interface Place {
  readonly name: string;
  readonly address: string;
  /** Its service, as the program wants it. */
  readonly member: ValueMap;
  /** The same as the state has it; undefined where the fleet itself is new. */
  readonly former: ValueMap | undefined;
  /** Why there is something to do; undefined: there is nothing. */
  readonly why: string | undefined;
  /** As it was before. */
  readonly before: HostRecord;
  /** As it is now. */
  record: HostRecord;
  /** Why it failed, as the terminal shows it. */
  failure?: string;
  /** What was made by hand made room for this release, so that nothing of ours can be put back. */
  adopted?: boolean;
  /** What this fleet had on the very machine under another name or address. */
  tookOver?: HostRecord;
}

/** What is to be done with a fleet. */
export interface Agenda {
  readonly places: readonly Place[];
  /** Where the service is to be removed when everything else is done: the state of each, and the host's name. */
  readonly departures: readonly Departure[];
  /** Names of hosts whose former place is forgotten as it is. */
  readonly retired: readonly string[];
}

export interface Departure {
  readonly name: string;
  readonly address: string;
  readonly record: HostRecord;
  readonly state: State;
  /** The host goes on under another address; else it left the fleet. */
  readonly hasMoved: boolean;
}

/** By the id, where there is one: a fleet under another name is another fleet. */
export function unitOf(inputs: ValueMap, id?: string): string {
  return (id === undefined ? undefined : parseServiceId(id)?.unit) ?? normalizeUnitName(textOf(inputs.name));
}

export function idOf(unit: string, { record }: Place): string {
  return serviceId(unit, textOf(record.token));
}

/** What ran on this machine before; undefined where nothing of ours did. */
export function ranBefore({ before, tookOver }: Place): HostRecord | undefined {
  return tookOver ?? (isTouched(before) ? before : undefined);
}

/** The state of what is on a host, for a deployment over it; undefined where nothing of ours is. */
export function stateOf(unit: string, { member, former = member, record }: Place): State | undefined {
  return isTouched(record) ? memberState(unit, former, record) : undefined;
}

function placeOf(name: string, news: ValueMap, old: State | undefined, known: HostRecord | undefined): Place {
  const member = memberInputs(news, name);
  const former = old && memberInputs(old.inputs, name);
  const address = textOf(fieldsOf(member.connection).host);
  const reason = whyTouch(known, member);
  const record = known !== undefined && known.address === address ? withoutReach(known) : newRecord(address);
  return { name, address, member, former, why: reason?.why, before: record, record };
}

/** The program's own connection counts again. */
function withoutReach({ reach: _, ...record }: HostRecord): HostRecord {
  return record;
}

/** The records as the state has them, with each one's way to its host. */
function reachable(unit: string, old: State, name: string, record: HostRecord, hasMoved: boolean): Departure {
  const member = memberInputs(old.inputs, name);
  const { address } = record;
  return { name, address: textOf(address), record, hasMoved, state: memberState(unit, member, record) };
}

/** What there is to do, by the program and the state. */
export function agendaOf(
  unit: string,
  news: ValueMap,
  old: State | undefined,
  retire: readonly string[],
): Agenda {
  const records = recordsOf(old?.outputs ?? {});
  const names = hostNames(news);
  const places = names.map((name) => placeOf(name, news, old, records.get(name)));
  if (old === undefined) return { places, departures: [], retired: [] };
  const gone = [...records].filter(([name]) => !names.includes(name));
  const moved = places.flatMap(({ name, address }) => {
    const record = records.get(name);
    // Without an address in a preview: it isn't known yet.
    return record === undefined || address === "" || record.address === address
      ? []
      : [[name, record] as const];
  });
  const behind = leftBehindOf(old.outputs).map((record) => [textOf(record.name), record] as const);
  const isRetired = (name: string) => retire.includes(name);
  return {
    places,
    departures: [
      ...gone.map(([name, record]) => reachable(unit, old, name, record, false)),
      ...[...moved, ...behind].map(([name, record]) => reachable(unit, old, name, record, true)),
    ].filter(({ name, record }) => isTouched(record) && !isRetired(name)),
    retired: [...new Set([...gone, ...moved, ...behind].map(([name]) => name).filter(isRetired))],
  };
}

/** Those that are still to be left: not the machines that stay, under another name or address. */
export function stillToLeave({ places, departures }: Pick<Agenda, "places" | "departures">): Departure[] {
  const takenOver = new Set(places.map(({ tookOver }) => tookOver));
  return departures.filter(({ record }) => !takenOver.has(record));
}

/** The record after a deployment that was committed there. */
export function deployedTo({ member, record }: Place, outputs: ValueMap): HostRecord {
  return { ...withFound(record, outputs), deployed: deployedOf(member), settings: settingsHash(member) };
}
