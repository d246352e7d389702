import { createHash } from "node:crypto";
import type { ObserveRequest } from "../../host/request";
import { OutcomeUnknown, type Report } from "../../host/transaction";
import { describeDrift } from "../../systemd/state/drift";
import type { Operation, State } from "../resource";
import { Secret, type Value, type ValueMap } from "../value";
import { connectionOf } from "./completeService";
import { secretTexts } from "./connectionSecrets";
import { decodeService } from "./decodeService";
import { lostText } from "./failureText";
import { identityOf } from "./identity";
import { onHost, pinnedHostKey } from "./onHost";
import { outputsOf } from "./serviceOutputs";

function property(value: Value | undefined, name: string): string {
  if (value instanceof Secret) return property(value.content, name);
  const content =
    typeof value === "object" && value !== null && name in value ? (value as ValueMap)[name] : undefined;
  return typeof content === "string" ? content : "";
}

/** Nothing of ours is left: no record, no unit. A host that can't be reached is an error long before this. */
function isGone({ transcript: { now } }: Report): boolean {
  return !now.owner && !now.release && !now.unitfile;
}

async function look(state: State, request: ObserveRequest, operation: Operation): Promise<Report> {
  const connection = connectionOf(state.inputs);
  try {
    return await onHost(connection, pinnedHostKey(state.outputs), request, undefined, operation);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    throw new Error(lostText(error, { host: connection.host, request, secrets: secretTexts(state.inputs) }));
  }
}

/**
 * What is on the host, without writing there (`pulumi refresh`). What differs from the deployed release becomes the
 * output `drift`, which Diff takes for a change that `up` repairs.
 */
export async function observe(state: State, operation: Operation): Promise<State | undefined> {
  const draft = decodeService(state.inputs, { problems: [], unknown: [] });
  const identity = identityOf(draft, operation.urn, state.id);
  const request: ObserveRequest = { op: "observe", ...identity, directory: draft.directory ?? "" };
  const report = await look(state, request, operation);
  if (isGone(report)) return undefined;
  const unit = property(state.inputs.release, "unit");
  const drift = describeDrift(
    {
      unit: identity.unit,
      token: identity.token,
      digest: property(state.inputs.release, "digest"),
      unitSha256: createHash("sha256").update(unit).digest("hex"),
      directory: draft.directory,
    },
    report.transcript.now,
  );
  const outputs = { ...outputsOf(report, identity.unit), changes: state.outputs.changes ?? [] };
  return { ...state, outputs: drift.length > 0 ? { ...outputs, drift } : outputs };
}
