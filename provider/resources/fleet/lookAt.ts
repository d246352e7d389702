import { Cancelled, OutcomeUnknown } from "../../host/transaction";
import type { Untouched } from "../../rollout/moves";
import { SshError } from "../../ssh/sshError";
import { freightOf, planRequest } from "../service/applyRequest";
import type { Deployment } from "../service/carryOut";
import { completeService } from "../service/completeService";
import { lostText, refusalText } from "../service/failureText";
import { identityOf } from "../service/identity";
import { type HostOperation, onHost, pinnedHostKey } from "../service/onHost";
import { planRelease } from "../service/planRelease";
import { remembered } from "../service/remembered";
import { secretTexts } from "../service/secretInputs";

/** Whether a host can take its release; if not, why, as the terminal shows it. */
export type Look =
  | { readonly kind: "cleared" }
  | { readonly kind: "barred"; readonly how: Untouched; readonly reason: string };

/** Asks a host what speaks against a deployment, and leaves it as it is. */
export async function lookAt(
  { news, tree, id, deployed }: Deployment,
  operation: HostOperation,
): Promise<Look> {
  const service = completeService(news);
  const identity = identityOf(service, operation.urn, id);
  const release = planRelease(identity.unit, service, tree);
  const request = planRequest(identity, service, release, deployed && remembered(deployed));
  const told = { host: service.connection.host, request, secrets: secretTexts(news) };
  try {
    const { transcript } = await onHost(
      service.connection,
      deployed && pinnedHostKey(deployed.outputs),
      request,
      freightOf(service, release),
      operation,
    );
    if (transcript.findings.length === 0) return { kind: "cleared" };
    return { kind: "barred", how: "refused", reason: refusalText(transcript, told) };
  } catch (error) {
    const barred = (reason: string): Look => ({ kind: "barred", how: "unreachable", reason });
    if (error instanceof OutcomeUnknown) return barred(lostText(error, told));
    if (error instanceof SshError || error instanceof Cancelled) return barred(error.message);
    throw error;
  }
}
