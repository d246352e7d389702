import { recordedRelease } from "../service/recordedRelease";
import { Unknown, type ValueMap } from "../value";
import { type HostRecord, settingsHash, textOf } from "./hostRecord";
import { fieldsOf } from "./member";

/** Where a reason is seen: in the inputs, or in what the state says of the host. */
export interface Reason {
  readonly why: string;
  /** The field of the host's record; undefined: it is seen in the inputs, whose diff shows it. */
  readonly field?: "drift" | "toSetAside" | "status" | "releaseDigest" | "outcome";
}

export const NEW_RELEASE = "gets a new release";

/** Why a rollout has something to do on a host; undefined: it is as it should be. */
export function whyTouch(record: HostRecord | undefined, member: ValueMap): Reason | undefined {
  const { host } = fieldsOf(member.connection);
  if (record === undefined) return { why: "is new" };
  if (host instanceof Unknown) return { why: "may get another address" };
  if (host !== record.address) return { why: `moves here from ${textOf(record.address)}` };
  if (member.release instanceof Unknown) return { why: "may get a new release" };
  const wanted = recordedRelease(member).digest;
  const deployed = textOf(fieldsOf(record.deployed).digest);
  if (deployed === "") return { why: "was not deployed to yet", field: "outcome" };
  if (deployed !== wanted) return { why: NEW_RELEASE };
  if (record.drift !== undefined) return { why: "has drifted", field: "drift" };
  if (textOf(record.releaseDigest) !== wanted)
    return { why: "does not run its release", field: "releaseDigest" };
  if (record.toSetAside !== undefined)
    return { why: "has something of others in its place", field: "toSetAside" };
  if (!textOf(record.status).startsWith("active ")) return { why: "does not run", field: "status" };
  if (textOf(record.settings) !== settingsHash(member)) return { why: "gets new settings" };
  return undefined;
}
