import type { Operation, State } from "../resource";
import { observe } from "../service/observe";
import { type HostRecord, isTouched, leftBehindOf, memberState, recordsOf, withFound } from "./hostRecord";
import { inParallel } from "./inParallel";
import { memberInputs } from "./member";
import { unitOf } from "./place";

/** More at once would be more connections than this machine has time for handshakes. */
const LOOKS_AT_ONCE = 100;

interface Seen {
  readonly name: string;
  readonly record: HostRecord;
  /** Why it could not be asked. */
  readonly unasked?: string;
}

/**
 * What is on the hosts, without writing there: each is asked over a connection of its own. A host that can't be asked keeps
 * what is known of it, and a warning says so; only when none can be asked is that an error.
 */
export async function observeFleet(state: State, operation: Operation): Promise<State | undefined> {
  const unit = unitOf(state.inputs, state.id);
  const records = [...recordsOf(state.outputs)];
  let done = 0;
  const seen = await inParallel(records, LOOKS_AT_ONCE, async ([name, record]): Promise<Seen> => {
    const looked = isTouched(record) ? await look(unit, name, record, state, operation) : { name, record };
    done++;
    operation.progress(`looked at ${done}/${records.length} hosts`);
    return looked;
  });
  const unasked = seen.filter((host) => host.unasked !== undefined);
  const asked = seen.length - unasked.length;
  if (unasked.length > 0 && asked === 0)
    throw new Error(
      `none of the ${seen.length} hosts of ${unit} could be asked\n\n${unasked.map(line).join("\n")}`,
    );
  for (const host of unasked) operation.warn(`${line(host)}\n  What is known of it stays as it was.`);
  if (isGoneFromAll(seen) && leftBehindOf(state.outputs).length === 0) return undefined;
  return {
    ...state,
    outputs: { ...state.outputs, hosts: Object.fromEntries(seen.map(({ name, record }) => [name, record])) },
  };
}

function line({ name, record, unasked }: Seen): string {
  return `${name} (${String(record.address)}): ${unasked ?? ""}`;
}

async function look(
  unit: string,
  name: string,
  record: HostRecord,
  state: State,
  operation: Operation,
): Promise<Seen> {
  const quiet = { ...operation, progress: () => undefined };
  try {
    const member = memberState(unit, memberInputs(state.inputs, name), record);
    const found = await observe(member, quiet);
    return { name, record: found === undefined ? gone(unit, record) : withFound(record, found.outputs) };
  } catch (error) {
    if (!(error instanceof Error) || operation.signal.aborted) throw error;
    return { name, record, unasked: error.message };
  }
}

function gone(unit: string, record: HostRecord): HostRecord {
  return { ...record, status: "gone", releaseDigest: "", drift: [`Nothing of ${unit} is on the host.`] };
}

function isGoneFromAll(seen: readonly Seen[]): boolean {
  return seen.length > 0 && seen.every(({ record }) => record.status === "gone");
}
