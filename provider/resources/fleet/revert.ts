import type { RevertRequest } from "../../host/request";
import { OutcomeUnknown } from "../../host/transaction";
import { LOCK_TIMEOUT_SECONDS } from "../service/applyRequest";
import { completeService } from "../service/completeService";
import { failureText, lostText } from "../service/failureText";
import { identityOf } from "../service/identity";
import { discreet, type HostOperation, onHost, pinnedHostKey } from "../service/onHost";
import { secretTexts } from "../service/secretInputs";
import { newTransaction } from "../service/serviceId";
import { outputsOf } from "../service/serviceOutputs";
import type { ValueMap } from "../value";

/** A host that is to run again what it ran before. */
export interface Return {
  readonly id: string;
  readonly news: ValueMap;
  /** The service as it was before. */
  readonly former: ValueMap | undefined;
  readonly outputs: ValueMap;
  /** The release to go back to, and the one to leave. */
  readonly to: string;
  readonly from: string;
}

export interface Returned {
  readonly isBack: boolean;
  readonly outputs: ValueMap | undefined;
  readonly reason: string;
}

/**
 * Puts a release back that is on the host already, by the transaction that deployed it and judged by the rule it was
 * committed by. What runs now comes back should it fail.
 */
export async function putBack(given: Return, operation: HostOperation): Promise<Returned> {
  const service = completeService(given.news);
  const identity = identityOf(service, operation.urn, given.id);
  const request: RevertRequest = {
    op: "revert",
    ...identity,
    transaction: newTransaction(),
    digest: given.to,
    leaving: given.from,
    directory: service.directory ?? "",
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
  };
  const told = {
    host: service.connection.host,
    request,
    secrets: [...secretTexts(given.news), ...secretTexts(given.former)],
  };
  try {
    const report = await onHost(
      service.connection,
      pinnedHostKey(given.outputs),
      request,
      undefined,
      discreet(operation, told.secrets),
    );
    const { transcript } = report;
    const outcome = transcript.end?.outcome;
    const isBack = outcome === "committed" || outcome === "unchanged";
    const outputs = transcript.now.ActiveState === undefined ? undefined : outputsOf(report, identity.unit);
    return { isBack, outputs, reason: isBack ? "" : failureText(transcript, told) };
  } catch (error) {
    if (error instanceof OutcomeUnknown)
      return { isBack: false, outputs: undefined, reason: lostText(error, told) };
    if (error instanceof Error) return { isBack: false, outputs: undefined, reason: error.message };
    throw error;
  }
}
