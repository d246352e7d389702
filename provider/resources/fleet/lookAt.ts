import { Cancelled, OutcomeUnknown } from "../../host/transaction";
import type { Transcript } from "../../host/transcript";
import type { Untouched } from "../../rollout/moves";
import { SshError } from "../../ssh/sshError";
import type { Deployment } from "../service/carryOut";
import { refusalText } from "../service/failureText";
import { type HostOperation, onHost } from "../service/onHost";
import { silenceText } from "../service/planOnHost";
import { questionOf } from "../service/question";

/** Whether a host can take its release; if not, why, as the terminal shows it. */
export type Look =
  | { readonly kind: "cleared"; readonly transcript: Transcript }
  | {
      readonly kind: "barred";
      readonly how: Untouched;
      readonly reason: string;
      /** Undefined: it could not be asked. */
      readonly transcript: Transcript | undefined;
    };

/** Asks a host what speaks against a deployment, and leaves it as it is. */
export async function lookAt(deployment: Deployment, operation: HostOperation): Promise<Look> {
  const { connection, pinned, request, freight, told } = questionOf(deployment, operation.urn);
  try {
    const { transcript } = await onHost(connection, pinned, request, freight, operation);
    if (transcript.findings.length === 0) return { kind: "cleared", transcript };
    return { kind: "barred", how: "refused", reason: refusalText(transcript, told), transcript };
  } catch (error) {
    if (!(error instanceof OutcomeUnknown || error instanceof SshError || error instanceof Cancelled))
      throw error;
    return { kind: "barred", how: "unreachable", reason: silenceText(error, told), transcript: undefined };
  }
}
