import { Overdue } from "../../host/patience";
import type { HostRequest } from "../../host/request";
import type { OutcomeUnknown } from "../../host/transaction";
import type { Transcript } from "../../host/transcript";
import { printable } from "../../ssh/printable";
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
  const [what, why] =
    cause instanceof Overdue
      ? ["it came to no end", cause.message]
      : cause instanceof Error
        ? ["the connection was lost", cause.message]
        : ["the agent ended", quoted(lastWords) || "It said nothing."];
  const still = cause instanceof Overdue && transcript.detached;
  const state = still ? stillAtIt(request) : afterLoss(request.op, transcript.detached);
  return redact(
    `${request.unit} on ${host}: ${what} during ${transcript.step}, and the host told no outcome\n\n  ${why}\n  ${state}`,
  );
}

/** A host that can be reached, and still works or hangs. Its own recovery undoes, or completes what was decided. */
function stillAtIt({ name, op }: HostRequest): string {
  const lock = `pulumi-systemd-${name}.service`;
  return [
    "It is left to itself, and may still be at it. On the host",
    `  sudo systemctl status ${lock}`,
    "shows what it waits for, and",
    `  sudo systemctl stop ${lock}`,
    op === "remove"
      ? "ends the waiting; then run the same command again: what is gone already is fine."
      : "makes it go back to the old release, unless the new one is committed already. Then run `pulumi up` again.",
  ].join("\n  ");
}

/** What came on stderr, line by line. */
function quoted(words: string): string {
  const lines = words.trim().split("\n");
  return lines.map((line) => printable(line.trimEnd())).join("\n  ");
}

/** What a host does that is left to itself, and what its user does then. */
function afterLoss(op: HostRequest["op"], detached: boolean): string {
  if (op === "observe" || op === "plan")
    return `Reading changes nothing on the host. Run \`pulumi ${op === "plan" ? "preview" : "refresh"}\` again.`;
  const again = op === "remove" ? "the same command" : "`pulumi up`";
  if (!detached) return `Nothing was changed on the host. Run ${again} again.`;
  return op === "remove"
    ? "The host finishes the removal by itself. Run the same command again: what is gone already is fine."
    : "The host finishes or undoes the deployment by itself: it runs either the old release or the new one. Run `pulumi up` again once it can be reached; it finds the outcome and goes on from there.";
}

/** What speaks against a deployment that has not begun, in the words in which it would be refused. */
export function refusalText(transcript: Transcript, told: Told): string {
  const end = { outcome: "refused", step: "preflight", code: "preflight", text: "" } as const;
  return failureText({ ...transcript, end }, told);
}

/** What the host says beside the outcome: that a release which was put back by hand is replaced, say. */
export function noticeText(notice: string, { host, request, secrets }: Told): string {
  return redactor(secrets)(`${request.unit} on ${host}: ${notice}`);
}

/** A create that met its own earlier work: the host knows this very URN, under another token. */
export function takenOver({ host, request }: Told): string {
  return `${request.unit} on ${host} had been deployed by this very resource before (its state was lost, or this is the same machine under another address): it is taken over, with its releases, not made anew`;
}
