import type { RemoveRequest } from "../../host/request";
import { OutcomeUnknown } from "../../host/transaction";
import type { Operation, State } from "../resource";
import { LOCK_TIMEOUT_SECONDS } from "./applyRequest";
import { connectionOf } from "./completeService";
import { secretTexts } from "./connectionSecrets";
import { decodeService } from "./decodeService";
import { failureText, lostText } from "./failureText";
import { identityOf } from "./identity";
import { onHost, pinnedHostKey } from "./onHost";
import { newTransaction } from "./serviceId";

/** Takes from the host what carries our token, and nothing else; nothing there is fine (design: "Delete"). */
export async function remove(state: State, operation: Operation): Promise<void> {
  const draft = decodeService(state.inputs, { problems: [], unknown: [] });
  const connection = connectionOf(state.inputs);
  const request: RemoveRequest = {
    op: "remove",
    ...identityOf(draft, operation.urn, state.id),
    transaction: newTransaction(),
    directory: draft.directory ?? "",
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
  };
  const told = { host: connection.host, request, secrets: secretTexts(state.inputs) };
  try {
    const report = await onHost(connection, pinnedHostKey(state.outputs), request, undefined, operation);
    const { end } = report.transcript;
    if (end?.outcome !== "removed") throw new Error(failureText(report.transcript, told));
    // "Left alone, since …" is nothing that a green row should keep to itself.
    if (end.code !== "") operation.warn(`${request.unit} on ${connection.host}: ${end.text}`);
  } catch (error) {
    throw error instanceof OutcomeUnknown ? new Error(lostText(error, told)) : error;
  }
}
