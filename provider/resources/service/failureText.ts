import type { HostRequest } from "../../host/request";
import type { OutcomeUnknown } from "../../host/transaction";
import type { Transcript } from "../../host/transcript";
import { diagnose } from "../../systemd/diagnosis/diagnose";
import { redactor } from "../../systemd/diagnosis/redact";
import { renderDiagnosis } from "../../systemd/diagnosis/renderDiagnosis";

/** What a failure was about, and what must not be in its words. */
export interface Told {
  readonly host: string;
  readonly request: HostRequest;
  readonly secrets: readonly string[];
}

/** A failure that the host told, as a user reads it: what, why, in the daemon's own words, what runs now, what to do. */
export function failureText(transcript: Transcript, { host, request, secrets }: Told): string {
  const { end, step } = transcript;
  const diagnosis = diagnose({
    ...transcript,
    host,
    unit: request.unit,
    outcome: end?.outcome ?? "interrupted",
    step: end?.step ?? step,
    code: end?.code ?? "lost",
    text: end?.text,
    readyTimeoutSeconds: request.op === "apply" ? request.readyTimeoutSeconds : undefined,
  });
  return renderDiagnosis(diagnosis, redactor(secrets));
}

/** A host that was lost before it told an outcome. */
export function lostText(
  { transcript, lastWords, cause }: OutcomeUnknown,
  { host, request, secrets }: Told,
): string {
  const redact = redactor(secrets);
  const why = cause instanceof Error ? cause.message : lastWords.trim() || "the agent ended without a word";
  const state = transcript.detached
    ? "The host finishes or undoes the deployment by itself: it runs either the old release or the new one. Run `pulumi up` again once it can be reached; it finds the outcome and goes on from there."
    : "Nothing was changed on the host. Run `pulumi up` again.";
  return redact(
    `${request.unit} on ${host}: the connection was lost during ${transcript.step}, and the host told no outcome\n\n  ${why}\n  ${state}`,
  );
}
