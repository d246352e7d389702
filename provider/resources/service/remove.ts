import type { RemoveRequest } from "../../host/request";
import { OutcomeUnknown } from "../../host/transaction";
import { SshError } from "../../ssh/sshError";
import type { Operation, State } from "../resource";
import { LOCK_TIMEOUT_SECONDS } from "./applyRequest";
import { connectionOf } from "./completeService";
import { decodeService } from "./decodeService";
import { lostText } from "./failureText";
import { identityOf } from "./identity";
import { discreet, onHost, pinnedHostKey } from "./onHost";
import { recordedRelease } from "./recordedRelease";
import { notRemovedText, unreachableText } from "./removalText";
import { secretTexts } from "./secretInputs";
import { newTransaction } from "./serviceId";

/** Takes from the host what carries our token, and nothing else; nothing there is fine (docs/removing.md). */
export async function remove(state: State, operation: Operation): Promise<void> {
  const draft = decodeService(state.inputs, { problems: [], unknown: [] });
  const connection = connectionOf(state.inputs);
  const { unitSha256 } = recordedRelease(state.inputs);
  const request: RemoveRequest = {
    op: "remove",
    ...identityOf(draft, operation.urn, state.id),
    transaction: newTransaction(),
    directory: draft.directory ?? "",
    unitSha256,
    clean: draft.cleanOnDelete ?? [],
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
  };
  const told = { host: connection.host, request, secrets: secretTexts(state.inputs) };
  try {
    const { transcript } = await onHost(
      connection,
      pinnedHostKey(state.outputs),
      request,
      undefined,
      discreet(operation, told.secrets),
    );
    const { end } = transcript;
    if (end?.outcome !== "removed") throw new Error(notRemovedText(transcript, told));
    // "Left alone, since …" is nothing that a green row should keep to itself.
    if (end.code !== "") operation.warn(`${request.unit} on ${connection.host}: ${end.text}`);
  } catch (error) {
    if (error instanceof OutcomeUnknown) throw new Error(lostText(error, told));
    if (error instanceof SshError) throw new Error(unreachableText(error, state.id, told), { cause: error });
    throw error;
  }
}
