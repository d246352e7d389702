import type { Operation, State } from "../resource";
import { depart, notDepartedText } from "./depart";
import { type HostRecord, isTouched, leftBehindOf, memberState, recordsOf, textOf } from "./hostRecord";
import { memberInputs } from "./member";
import { type Departure, unitOf } from "./place";

/** Takes the service off every host of the fleet; what is gone already is fine. */
export async function removeFleet(state: State, operation: Operation): Promise<void> {
  const unit = unitOf(state.inputs, state.id);
  const departure = (name: string, record: HostRecord, hasMoved: boolean): Departure => ({
    name,
    address: textOf(record.address),
    record,
    hasMoved,
    state: memberState(unit, memberInputs(state.inputs, name), record),
  });
  const departures = [
    ...[...recordsOf(state.outputs)].map(([name, record]) => departure(name, record, false)),
    ...leftBehindOf(state.outputs).map((record) => departure(textOf(record.name), record, true)),
  ].filter(({ record }) => isTouched(record));
  const remaining = await depart(departures, operation);
  if (remaining.length > 0) throw new Error(notDepartedText(unit, remaining));
}
