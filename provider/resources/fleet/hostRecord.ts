import { createHash } from "node:crypto";
import type { HostOutcome } from "../../rollout/outcome";
import type { State } from "../resource";
import { recordedRelease } from "../service/recordedRelease";
import { newToken, serviceId } from "../service/serviceId";
import type { Value, ValueMap } from "../value";
import { fieldsOf } from "./member";

/**
 * One host in the fleet's outputs: all outputs of a service, and what the next operation has to know.
 * - `address`: where it is
 * - `token`: by which the service there is ours; each host has its own
 * - `outcome`: how it left the last rollout, with `failure` in words
 * - `deployed`: the release that was last committed there; none before the first
 * - `settings`: what beside the release it was deployed with, as a hash
 * - `reach`: its connection, where the state's inputs don't have it (docs/fleet.md)
 */
export type HostRecord = ValueMap;

export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The hosts that the fleet is on, or was to be on, by name. */
export function recordsOf(outputs: ValueMap): ReadonlyMap<string, HostRecord> {
  return new Map(Object.entries(fieldsOf(outputs.hosts)).map(([name, record]) => [name, fieldsOf(record)]));
}

/** Places of hosts that have another address by now, and where the service has still to be removed. */
export function leftBehindOf(outputs: ValueMap): HostRecord[] {
  return Array.isArray(outputs.leftBehind) ? outputs.leftBehind.map(fieldsOf) : [];
}

/** A host that was never deployed to. */
export function newRecord(address: string): HostRecord {
  return { address, token: newToken(), status: "", releaseDigest: "", outcome: "not-started" };
}

/** Something of ours may be there. */
export function isTouched(record: HostRecord): boolean {
  return record.deployed !== undefined || textOf(record.status) !== "";
}

/** Inputs that a deployment lays down on the host and that are in no digest. */
const SETTINGS = ["directory", "runtime", "readiness", "createUser", "revisionHistoryLimit", "cleanOnDelete"];

export function settingsHash(member: ValueMap): string {
  const settings = SETTINGS.map((property) => member[property] ?? null);
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 12);
}

/** What was deployed, small enough for hundreds of hosts. */
export function deployedOf(member: ValueMap): ValueMap {
  const { digest, unitSha256 } = recordedRelease(member);
  return { digest, unitSha256 };
}

/** The host's service as a state of its own: what reading, removing and deploying over it need. */
export function memberState(unit: string, member: ValueMap, record: HostRecord): State {
  return {
    id: serviceId(unit, textOf(record.token)),
    inputs: {
      ...member,
      ...(record.reach !== undefined && { connection: record.reach }),
      release: fieldsOf(record.deployed),
    },
    outputs: record,
  };
}

/** The record with what the host says now, drift included. Where the unit is goes for all hosts. */
export function withFound(record: HostRecord, outputs: ValueMap): HostRecord {
  const { drift: _1, toSetAside: _2, ...rest } = record;
  const { unitPath: _3, ...found } = outputs;
  return { ...rest, ...found };
}

export function withOutcome(record: HostRecord, outcome: HostOutcome, failure?: string): HostRecord {
  const { failure: _, ...rest } = record;
  return { ...rest, outcome, ...(failure !== undefined && { failure: capped(failure) }) };
}

/** A state file is no log archive: the whole diagnosis was shown when it happened, and is in the report. */
const LONGEST_FAILURE_BYTES = 900;

export function capped(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_FAILURE_BYTES) return text;
  // A character that was cut in two is left out.
  return `${bytes
    .subarray(0, LONGEST_FAILURE_BYTES)
    .toString("utf8")
    .replace(/\uFFFD$/, "")}…`;
}
