import type { SourceTree } from "../../host/source/sourceTree";
import { OutcomeUnknown } from "../../host/transaction";
import type { Transcript } from "../../host/transcript";
import type { State } from "../resource";
import type { ValueMap } from "../value";
import { applyRequest, freightOf } from "./applyRequest";
import { completeService } from "./completeService";
import { failureText, lostText, noticeText, takenOver } from "./failureText";
import { identityOf } from "./identity";
import { discreet, type HostOperation, onHost, pinnedHostKey } from "./onHost";
import { planRelease } from "./planRelease";
import { remembered } from "./remembered";
import { secretTexts } from "./secretInputs";
import { serviceId } from "./serviceId";
import { outputsOf } from "./serviceOutputs";
import { type Settlement, settle } from "./settle";

export interface Deployment {
  readonly news: ValueMap;
  readonly tree: SourceTree;
  /** Of the resource; a new one is drawn for a service that has none yet. */
  readonly id: string | undefined;
  /** What is there already. */
  readonly deployed: State | undefined;
}

/** How a deployment ended. */
export interface Ended {
  readonly id: string;
  readonly settlement: Settlement;
  /** What runs on the host. */
  readonly outputs: ValueMap;
  /** Why it is not done; empty when it is. */
  readonly reason: string;
  /** Without an `end`: the host told no outcome. */
  readonly transcript: Transcript;
}

/** What a refresh found and this deployment has not repaired: the next one still has to know. */
function unrepaired({ outputs: { drift, toSetAside } }: State): ValueMap {
  return { ...(drift !== undefined && { drift }), ...(toSetAside !== undefined && { toSetAside }) };
}

/**
 * Brings one release to one host and waits for its verdict.
 * @throws SshError, Cancelled: the host was never touched
 */
export async function carryOut(
  { news, tree, id: given, deployed }: Deployment,
  operation: HostOperation,
): Promise<Ended> {
  const service = completeService(news);
  const identity = identityOf(service, operation.urn, given);
  const id = serviceId(identity.unit, identity.token);
  const release = planRelease(identity.unit, service, tree);
  const request = applyRequest(identity, service, release, deployed && remembered(deployed));
  // The release that was there before is started again where the new one fails, and has a say, too.
  const secrets = [...secretTexts(news), ...secretTexts(deployed?.inputs)];
  const told = { host: service.connection.host, request, secrets };
  try {
    const report = await onHost(
      service.connection,
      deployed && pinnedHostKey(deployed.outputs),
      request,
      freightOf(service, release),
      discreet(operation, told.secrets),
    );
    const { transcript } = report;
    for (const notice of transcript.notices) operation.warn(noticeText(notice, told));
    const settlement = settle(deployed ? "update" : "create", transcript.end?.outcome ?? "interrupted");
    const outputs = outputsOf(report, identity.unit);
    if (settlement === "done") {
      if (transcript.now.adopted) operation.warn(takenOver(told));
      return { id, settlement, outputs, reason: "", transcript };
    }
    const kept = { ...outputs, ...(deployed && unrepaired(deployed)) };
    return { id, settlement, outputs: kept, reason: failureText(transcript, told), transcript };
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const { transcript } = error;
    return {
      id,
      settlement: transcript.detached ? "partial" : "nothing",
      outputs: { ...deployed?.outputs, status: "unknown" },
      reason: lostText(error, told),
      transcript,
    };
  }
}
