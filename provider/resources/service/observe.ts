import type { ObserveRequest } from "../../host/request";
import { OutcomeUnknown, type Report } from "../../host/transaction";
import { describeDrift, type Expected, type Found, isGone, isOtherMachine } from "../../systemd/state/drift";
import type { Operation, State } from "../resource";
import { connectionOf } from "./completeService";
import { decodeService } from "./decodeService";
import { lostText } from "./failureText";
import { identityOf } from "./identity";
import { onHost, pinnedHostKey } from "./onHost";
import { recordedRelease } from "./recordedRelease";
import { secretTexts } from "./secretInputs";
import { outputsOf } from "./serviceOutputs";

async function look(state: State, request: ObserveRequest, operation: Operation): Promise<Report> {
  const connection = connectionOf(state.inputs);
  try {
    return await onHost(connection, pinnedHostKey(state.outputs), request, undefined, operation);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    throw new Error(lostText(error, { host: connection.host, request, secrets: secretTexts(state.inputs) }));
  }
}

function expectedOf({ inputs, outputs }: State, { unit, token, directory }: ObserveRequest): Expected {
  const { digest, unitSha256 } = recordedRelease(inputs);
  return {
    unit,
    token,
    digest,
    unitSha256,
    directory,
    machineId: typeof outputs.machineId === "string" ? outputs.machineId : undefined,
  };
}

/**
 * What is on the host, without writing there (`pulumi refresh`). What differs from the deployed release becomes the
 * output `drift`, which Diff takes for a change that `up` repairs. What others put in the service's place becomes
 * `toSetAside`: only what is named there does the next `up` move.
 */
export async function observe(state: State, operation: Operation): Promise<State | undefined> {
  const draft = decodeService(state.inputs, { problems: [], unknown: [] });
  const identity = identityOf(draft, operation.urn, state.id);
  const request: ObserveRequest = { op: "observe", ...identity, directory: draft.directory ?? "" };
  const report = await look(state, request, operation);
  const { now, host, foreign } = report.transcript;
  const expected = expectedOf(state, request);
  const found: Found = { now, foreign, machineId: host.machine };
  // A host that was installed anew is to have its service back, and who looks is to hear why.
  if (isGone(found) && !isOtherMachine(expected, found)) return undefined;
  const drift = describeDrift(expected, found);
  const toSetAside = [...new Set(foreign.map(({ path }) => path))];
  const outputs = {
    ...outputsOf(report, identity.unit),
    // The machine that was deployed to: by it the next refresh tells as much, until an `up` has settled there.
    machineId: state.outputs.machineId ?? host.machine ?? "",
    changes: state.outputs.changes ?? [],
    ...(drift.length > 0 && { drift }),
    ...(toSetAside.length > 0 && { toSetAside }),
  };
  return { ...state, outputs };
}
