import { Downloads } from "../../host/source/downloads";
import { readSource } from "../../host/source/readSource";
import type { Report } from "../../host/transaction";
import { redactor } from "../../systemd/diagnosis/redact";
import type { Findings } from "../decode/decoder";
import type { Operation, State } from "../resource";
import { Unknown, type ValueMap } from "../value";
import { completeService } from "./completeService";
import { decodeService } from "./decodeService";
import { restarts } from "./diffService";
import { noticeText, refusalText, type Told, takenOver } from "./failureText";
import { blanks, blanksLine, foreseenLine } from "./foreseen";
import { identityOf } from "./identity";
import { planOnHost, silenceText } from "./planOnHost";
import { questionOf } from "./question";
import { foreseenOutputs, plannedOutputs, plannedUpdateOutputs } from "./serviceOutputs";

function unaskedText(error: Error, told: Told): string {
  return redactor(told.secrets)(`what would happen is not known: ${silenceText(error, told)}`);
}

/** What the host said, where people read it. */
function tell({ transcript }: Report, told: Told, operation: Operation): void {
  for (const notice of transcript.notices) operation.warn(noticeText(notice, told));
  if (transcript.now.adopted) operation.warn(takenOver(told));
  const line = foreseenLine(transcript);
  if (line !== undefined) operation.inform(redactor(told.secrets)(line));
  else operation.warn(`\`pulumi up\` would fail: ${refusalText(transcript, told)}`);
}

/**
 * What an `up` would do on the host and which outputs that leaves as they are; nothing is changed there. A host that can't
 * be asked, or speaks against the deployment, is said to be so, and the preview goes on: what stands in the way may be
 * what this very `up` brings.
 */
export async function preview(
  news: ValueMap,
  deployed: State | undefined,
  operation: Operation,
): Promise<ValueMap> {
  const findings: Findings = { problems: [], unknown: [] };
  const draft = decodeService(news, findings);
  const identity = identityOf(draft, operation.urn, deployed?.id);
  const unforeseen = () =>
    deployed
      ? plannedUpdateOutputs(deployed.outputs, identity.unit, restarts(deployed, news))
      : {
          ...plannedOutputs(identity.unit),
          ...(findings.unknown.includes("name") && { unitPath: Unknown.value }),
        };
  const missing = blanks(findings.unknown);
  if (missing.length > 0) {
    operation.inform(blanksLine(missing));
    return unforeseen();
  }
  await using downloads = new Downloads();
  const tree = await readSource(completeService(news).source, downloads);
  const question = questionOf({ news, tree, id: deployed?.id, deployed }, operation.urn);
  const { told } = question;
  operation.progress(`asking ${told.host} what would happen`);
  const plan = await planOnHost(question, { ...operation, progress: () => undefined });
  if (!plan.told) {
    operation.warn(unaskedText(plan.error, told));
    return unforeseen();
  }
  tell(plan.report, told, operation);
  return foreseenOutputs(plan.report, question.request.digest, identity.unit) ?? unforeseen();
}
