import { readSource } from "../../host/source/readSource";
import { OutcomeUnknown } from "../../host/transaction";
import { type Operation, PartialFailure, type State } from "../resource";
import type { ValueMap } from "../value";
import { applyRequest, freightOf } from "./applyRequest";
import { completeService } from "./completeService";
import { failureText, lostText, noticeText, takenOver } from "./failureText";
import { identityOf } from "./identity";
import { discreet, onHost, pinnedHostKey } from "./onHost";
import { planRelease } from "./planRelease";
import { remembered } from "./remembered";
import { secretTexts } from "./secretInputs";
import { serviceId } from "./serviceId";
import { outputsOf } from "./serviceOutputs";
import { settle } from "./settle";

/** What is there already, for an update. */
export type Deployed = State;

/** What a refresh found and this deployment has not repaired: the next one still has to know. */
function unrepaired({ outputs: { drift, toSetAside } }: Deployed): ValueMap {
  return { ...(drift !== undefined && { drift }), ...(toSetAside !== undefined && { toSetAside }) };
}

/** What stays in the row. */
function arrival({ status, readyAfter }: ValueMap): string {
  return typeof readyAfter === "number" ? `${status}, READY=1 after ${readyAfter.toFixed(1)}s` : `${status}`;
}

/**
 * Brings one release to one host and waits until it is ready.
 * @throws PartialFailure when it isn't, and something of the service, old or new, is on the host
 * @throws Error when it isn't, and nothing is; or when the host was never touched
 */
export async function deploy(
  news: ValueMap,
  deployed: Deployed | undefined,
  operation: Operation,
): Promise<{ id: string; outputs: ValueMap }> {
  const service = completeService(news);
  const identity = identityOf(service, operation.urn, deployed?.id);
  const id = serviceId(identity.unit, identity.token);
  const release = planRelease(identity.unit, service, await readSource(service.source));
  const request = applyRequest(identity, service, release, deployed && remembered(deployed));
  const told = { host: service.connection.host, request, secrets: secretTexts(news) };
  try {
    const report = await onHost(
      service.connection,
      deployed && pinnedHostKey(deployed.outputs),
      request,
      freightOf(service, release),
      discreet(operation, told.secrets),
    );
    for (const notice of report.transcript.notices) operation.warn(noticeText(notice, told));
    const outcome = report.transcript.end?.outcome ?? "interrupted";
    const settlement = settle(deployed ? "update" : "create", outcome);
    const outputs = outputsOf(report, identity.unit);
    if (settlement === "done") {
      if (report.transcript.now.adopted) operation.warn(takenOver(told));
      operation.progress(arrival(outputs));
      return { id, outputs };
    }
    const reason = failureText(report.transcript, told);
    throw settlement === "partial"
      ? new PartialFailure(reason, id, news, { ...outputs, ...(deployed && unrepaired(deployed)) })
      : new Error(reason);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const reason = lostText(error, told);
    if (!error.transcript.detached) throw new Error(reason);
    throw new PartialFailure(reason, id, news, { ...deployed?.outputs, status: "unknown" });
  }
}
