import type { Transcript } from "../../host/transcript";
import type { SshError } from "../../ssh/sshError";
import { redactor } from "../../systemd/diagnosis/redact";
import { renderDiagnosis } from "../../systemd/diagnosis/renderDiagnosis";
import type { Told } from "./failureText";

const AGAIN = "Run the same command again: what is gone already is fine.";

/** Why a removal did not come to its end, by the agent's code (docs/agent-protocol.md §5), and what to do then. */
const CAUSES: Readonly<Record<string, { readonly did: string; readonly todo: readonly string[] }>> = {
  lock: {
    did: "was not touched: another deployment of it was still running",
    todo: ["Run the same command again when that is through."],
  },
  stop: {
    did: "was not removed: systemd could not stop it",
    todo: ["See `systemctl status` and `systemctl list-jobs` on the host.", AGAIN],
  },
  clean: {
    did: "was stopped, and not removed: its directories could not be cleaned",
    todo: [`Correct what systemd says, or leave cleanOnDelete out and run \`pulumi up\` first. ${AGAIN}`],
  },
  "set-aside": {
    did: "was stopped, and not removed: what was changed by hand could not be moved out of the way",
    todo: ["Check the space and the file system of /opt on the host.", AGAIN],
  },
  cancelled: { did: "was not removed: that was cancelled", todo: [AGAIN] },
};

/** A removal that the host did not carry out. */
export function notRemovedText({ end }: Transcript, { host, request, secrets }: Told): string {
  const { code = "lost", text = "", outcome = "interrupted" } = end ?? {};
  const { did, todo } = CAUSES[code] ?? { did: "was not removed: that was interrupted", todo: [AGAIN] };
  return renderDiagnosis(
    {
      summary: `${request.unit} on ${host} ${did}.`,
      systemdSaid: [],
      meaning: text,
      details: [],
      journal: [],
      journalLeftOut: 0,
      journalCommand: undefined,
      state:
        outcome === "busy"
          ? "Nothing on the host was touched."
          : "What is left of it on the host is still known there to be this resource's.",
      remedies: todo,
    },
    redactor(secrets),
  );
}

/**
 * A host that nobody could get into, so that what is there stays. Pulumi goes on asking it: whoever knows that the host is
 * gone needs the words to make it stop. The id tells the old service from the one that has replaced it under the same URN.
 */
export function unreachableText(error: SshError, id: string, { request, secrets }: Told): string {
  return redactor(secrets)(
    [
      error.message,
      "",
      `  ${request.unit} was not removed, so Pulumi keeps it in its state.`,
      "  - If the host comes back, run the same command again then.",
      "  - If it is gone for good, have the state forget the service; nothing connects for that:",
      `      pulumi state delete '${request.urn}'`,
      `    Asked which one, since the host was replaced, choose ${id}`,
      "    (docs/removing.md, “A host that is gone for good”).",
    ].join("\n"),
  );
}
